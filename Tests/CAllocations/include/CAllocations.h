#pragma once

/// How many times the calling thread has asked for memory: malloc, calloc, realloc and the aligned forms.
unsigned long allocations_of_this_thread(void);

// Gives what is free back to the system, so that what a process holds can be compared with what it held.
void return_free_memory(void);
