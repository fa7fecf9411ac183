"""What the numbers of a reader network's map mean: the contract between training and service."""

DIGITS = "0123456789"
SIGNS = ".,-/:+%"
OTHER = len(DIGITS) + len(SIGNS)  # the class of what was written and is neither digit nor sign
CLASSES = OTHER + 1

STRIDE = 4  # pixels of the page to a cell of the map
MULTIPLE = 16  # pages are padded to multiples of this

# Channels of a cell, all logits or plain numbers.
MARK = 0  # logit: a mark has its middle here
LABELS = slice(1, 1 + CLASSES)  # logits of the classes, of the mark with its middle here
EXTENT = slice(LABELS.stop, LABELS.stop + 2)  # log(width / UNIT), log(height / UNIT)
OFFSET = slice(EXTENT.stop, EXTENT.stop + 2)  # of its middle from the cell's, in cells: x, y
STARTS = OFFSET.stop  # logit: it is the first of its number
SMALLER = STARTS + 1  # logit: there is writing here that is too small, or too dense, for this size
INK = slice(SMALLER + 1, SMALLER + 5)  # logits: each quarter of the cell has ink of digits and signs
CHANNELS = INK.stop

UNIT = 16.0  # pixels
