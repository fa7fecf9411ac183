/**
 * What `POST /v1/explain` answers, as `/openapi.json` describes it.
 *
 * @typedef {object} Layer What one dense layer computed.
 * @property {string} name
 * @property {number[]} sums weights times inputs, plus bias
 * @property {number[]} outputs after ReLU
 *
 * @typedef {object} LabelEvidence What each pixel did for one label's score.
 * @property {number} label
 * @property {number} logit
 * @property {number[]} pixels 784 of them, row by row
 * @property {number | null} bias
 * @property {number | null} total
 *
 * @typedef {object} Neuron
 * @property {number} index
 * @property {number} sum
 * @property {number} output
 * @property {number} bias
 * @property {number[]} toward what one unit more of its output adds to each score
 * @property {string} weights data: address of a PNG; grey 128 is 0
 * @property {number} scale
 * @property {number[] | null} pixel_weights
 *
 * @typedef {object} FeatureMaps
 * @property {string} name
 * @property {number} height
 * @property {number} width
 * @property {number[]} filters
 * @property {number[]} peaks
 * @property {number} columns
 * @property {string} sheet data: address of a PNG
 *
 * @typedef {object} Step
 * @property {number} label
 * @property {number} learning_rate
 * @property {number} loss_before
 * @property {number} loss_after
 * @property {number[]} errors
 * @property {number[]} gradients
 * @property {{unit: number, label: number, before: number, gradient: number, after: number}} change
 * @property {number[]} probabilities_before
 * @property {number[]} probabilities_after
 *
 * @typedef {object} Computation
 * @property {number[]} digit 784 pixels, 0 to 255
 * @property {number[] | null} inputs
 * @property {Layer[]} layers
 * @property {number[]} logits
 * @property {number[]} probabilities
 * @property {{method: string, labels: LabelEvidence[]} | null} evidence
 * @property {Neuron[]} neurons
 * @property {Neuron | null} neuron
 * @property {FeatureMaps[]} feature_maps
 * @property {Step | null} step
 *
 * @typedef {object} Course How training went, epoch by epoch.
 * @property {number[]} loss
 * @property {number[]} accuracy
 * @property {number[]} validation_loss
 * @property {number[]} validation_accuracy
 *
 * @typedef {object} Explanation
 * @property {import("../types.js").Verdict} verdict
 * @property {number | null} digit
 * @property {string} message
 * @property {{parameters: number, labels: string[], temperature: number, metrics: Record<string, number>}} network
 * @property {Computation | null} computation
 * @property {Course | null} course
 */

export {};
