#include <oneapi/dnnl/dnnl.h>

/* Of OpenMP, with which Debian's oneDNN is built: how many threads the calling thread's products may use. */
extern void omp_set_num_threads(int threads);

/* The library's constants that Swift does not see, since they are macros with casts. */
static inline void *attune_memory_allocate(void) { return DNNL_MEMORY_ALLOCATE; }
static inline void *attune_memory_none(void) { return DNNL_MEMORY_NONE; }
