#ifndef ATTUNE_C_STANDARD_ERROR_H
#define ATTUNE_C_STANDARD_ERROR_H

#include <stddef.h>

// From here on, what code of this thread prints to C's stream `stderr` is kept instead of shown. Other threads, and
// whoever writes to the descriptor itself, are not affected.
void attune_stderr_keep(void);

// Ends this, and copies the first `size` bytes of what was kept. Returns how many there are.
size_t attune_stderr_take(char *_Nonnull buffer, size_t size);

#endif
