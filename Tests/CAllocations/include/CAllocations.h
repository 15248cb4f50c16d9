#pragma once

/// How many times the calling thread has asked for memory: malloc, calloc, realloc and the aligned forms.
unsigned long allocations_of_this_thread(void);
