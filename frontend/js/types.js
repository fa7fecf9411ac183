/**
 * The values that pass between modules, and the service's answers as `/openapi.json` describes them.
 *
 * @typedef {object} Point One place that the pen touched.
 * @property {number} x in pad units, 0 (left) to 280
 * @property {number} y in pad units, 0 (top) to 280
 * @property {number} pressure 0 to 1; 0.5 where the device does not know
 *
 * @typedef {object} Stroke Pen-down to pen-up.
 * @property {Point[]} points
 * @property {number} width in pad units, at pressure 0.5
 *
 * @typedef {object} Box
 * @property {number} x in pixels of the upright picture
 * @property {number} y
 * @property {number} width
 * @property {number} height
 *
 * @typedef {"digit" | "uncertain" | "several_digits" | "not_a_digit" | "blank"} Verdict
 *
 * @typedef {object} Recognition The whole answer for a picture.
 * @property {Verdict} verdict
 * @property {number | null} digit 0 to 9
 * @property {number | null} confidence 0 to 1, calibrated
 * @property {number} digit_score 0 to 1: how much the picture looks like one digit
 * @property {number[] | null} probabilities ten of them, for 0 to 9
 * @property {string} message in English
 * @property {Box | null} box
 * @property {string | null} seen data: address of the 28x28 picture that the network was given
 * @property {number} digits_found
 * @property {string} model the version that answered
 *
 * @typedef {object} DigitRead One mark of a number: a digit, a sign, or neither.
 * @property {number | null} digit 0 to 9
 * @property {string | null} sign one of `. , - / : + %`
 * @property {Verdict} verdict `digit`, `uncertain`, or `not_a_digit` for a sign that is sure, and for neither
 * @property {number | null} confidence that it is the digit or the sign that is named
 * @property {number} digit_score 0 to 1: how much it looks like one digit
 * @property {number[] | null} probabilities ten of them: the alternatives
 * @property {Box} box
 * @property {number} line which of the number's lines it stands in
 * @property {boolean} apart whether a space stands before it in its line
 * @property {string | null} seen data: address of the 28x28 picture that the network was given; none of a sign
 *
 * @typedef {"not_a_number" | "unclear" | "too_many"} UnreadReason
 *
 * @typedef {object} UnreadMark Ink that looks written and was not read.
 * @property {Box} box
 * @property {UnreadReason} reason
 *
 * @typedef {object} NumberRead The text of a picture, mark by mark, and what was not read of it.
 * @property {string} text digits, signs and single spaces; the lines with a line break between them
 * @property {string[]} lines
 * @property {number | null} confidence of the whole text, calibrated
 * @property {string} model
 * @property {boolean} complete false where something looks written and was not read
 * @property {UnreadMark[]} unread
 * @property {DigitRead[]} digits in reading order; signs are among them
 *
 * @typedef {object} Answer What the page shows of a picture.
 * @property {Recognition} recognition
 * @property {NumberRead | null} number where there are several digits
 * @property {boolean} onDevice whether the network on this device read it, without the service
 *
 * @typedef {object} Memory What was read before, on this device.
 * @property {number} id when it was begun, in milliseconds since 1970
 * @property {string} text the digit or the number
 * @property {Blob | null} picture a smaller copy; null for a drawing
 * @property {Stroke[]} strokes the drawing
 * @property {string} name of the picture
 *
 * @typedef {object} BatchItem What came of one of many pictures.
 * @property {number} index
 * @property {Recognition | null} result
 * @property {Problem | null} problem
 *
 * @typedef {object} ModelInfo What is serving, with its evidence.
 * @property {string} version
 * @property {"store" | "bundled" | "file"} source
 * @property {string | null} recipe
 * @property {string | null} created_at
 * @property {string} sha256
 * @property {number} parameters
 * @property {{shape: number[], scaling: string}} input
 * @property {Record<string, number>} metrics by suite
 *
 * @typedef {object} Problem An error as the service tells it (RFC 9457).
 * @property {string} title
 * @property {number} status
 * @property {string} [detail]
 * @property {string} [request_id]
 *
 * @typedef {object} Picture What a person wants read.
 * @property {Blob} blob
 * @property {string} name
 */

export {};
