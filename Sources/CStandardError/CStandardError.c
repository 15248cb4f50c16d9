#define _GNU_SOURCE
#include "CStandardError.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { capacity = 2048 };

static _Thread_local int is_kept;
static _Thread_local size_t count;
static _Thread_local char kept[capacity];

static ssize_t write_bytes(void *cookie, const char *bytes, size_t size) {
  (void)cookie;
  if (!is_kept) {
    ssize_t written = write(STDERR_FILENO, bytes, size);
    // Whoever prints there does not look whether it worked, and is not to try again.
    return written < 0 ? (ssize_t)size : written;
  }
  size_t taken = size < capacity - count ? size : capacity - count;
  memcpy(kept + count, bytes, taken);
  count += taken;
  return (ssize_t)size;
}

// Libraries print to the variable `stderr`. The stream that stands there instead hands everything on as it comes, save
// what a thread wants to keep.
static void replace_stream(void) {
  cookie_io_functions_t functions = {.write = write_bytes};
  FILE *stream = fopencookie(NULL, "w", functions);
  if (stream == NULL) return;
  setvbuf(stream, NULL, _IONBF, 0);
  stderr = stream;
}

static pthread_once_t once = PTHREAD_ONCE_INIT;

void attune_stderr_keep(void) {
  pthread_once(&once, replace_stream);
  count = 0;
  is_kept = 1;
}

size_t attune_stderr_take(char *buffer, size_t size) {
  is_kept = 0;
  size_t taken = count < size ? count : size;
  memcpy(buffer, kept, taken);
  return taken;
}
