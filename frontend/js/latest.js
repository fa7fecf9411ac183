/** Runs one job at a time: a newer job ends the older one, and a late answer is dropped. */

export class Latest {
  #job = 0;
  #abort = new AbortController();

  /**
   * @template T
   * @param {(signal: AbortSignal) => Promise<T>} job
   * @returns {Promise<{value: T} | null>} null when a newer job has taken its place
   * @throws what the job throws, unless a newer job has taken its place
   */
  async run(job) {
    this.cancel();
    const own = this.#job;
    this.#abort = new AbortController();
    try {
      const value = await job(this.#abort.signal);
      return own === this.#job ? { value } : null;
    } catch (error) {
      if (own !== this.#job) return null;
      throw error;
    }
  }

  cancel() {
    this.#job += 1;
    this.#abort.abort();
  }
}
