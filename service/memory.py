"""Memory: what the C library keeps of it for the next picture, and what goes back to the system at once."""

import ctypes

MIB = 2**20
# Numbers of glibc's malloc.h, and what they are set to.
ARENAS = (-8, 2)  # pools that threads share, each with its own leftovers
KEPT = (-1, 32 * MIB)  # that an arena keeps free: a page's own arrays are taken from it again and again
AT_ONCE = (-3, 8 * MIB)  # what is this large goes back when it is freed: a picture before it is reduced


def keep_for_the_next_picture() -> None:
    """Keep what reading a page needs, and no more.

    As it is, glibc gives most of it back after each picture, and the system clears each 4 KiB of it anew:
    almost half of the time that a photo's vision took. With all of it kept, a few pictures of 64 megapixels
    left 1.2 GB with the process. Other C libraries are left as they are.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        for parameter, value in (ARENAS, KEPT, AT_ONCE):
            mallopt(parameter, value)
