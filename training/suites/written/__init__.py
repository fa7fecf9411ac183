"""Numbers written by hands of its own: letterforms, pens, paper and light that training never sees.

Nothing here is drawn with code or ink that training draws with; an import test holds that.
"""
