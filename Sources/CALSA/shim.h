#include <alsa/asoundlib.h>

static inline void calsa_discard_message(
    const char *file, int line, const char *function, int error, const char *format, ...) {}

// Swift cannot make a variadic function. Without this, ALSA writes its own complaints to standard error.
static inline void calsa_silence(void) { snd_lib_error_set_handler(calsa_discard_message); }
