#include "CVectors.h"

#include <math.h>
#include <string.h>

/* With AVX-512, with AVX2 and fused multiplication, with SSE2: see the x86-64 psABI, 3.1.1. */
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
/* The choice is made before the sanitizer, which watches it, has begun to run. */
#define ATTUNE_PLAIN_VECTORS
#endif
#endif
#if defined(__x86_64__) && !defined(ATTUNE_PLAIN_VECTORS)
#define EACH_PROCESSOR \
  __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default"), min_vector_width(512)))
#else
#define EACH_PROCESSOR
#endif

const char *attune_vector_form(void) {
#if defined(ATTUNE_PLAIN_VECTORS)
  return "x86-64 (SSE2, for the sanitizer)";
#elif defined(__x86_64__)
  /* As the loader asks when it chooses. */
  __builtin_cpu_init();
  if (__builtin_cpu_supports("x86-64-v4")) return "x86-64-v4 (AVX-512)";
  if (__builtin_cpu_supports("x86-64-v3")) return "x86-64-v3 (AVX2, FMA)";
  return "x86-64 (SSE2)";
#elif defined(__ARM_NEON)
  return "AArch64 (NEON)";
#else
  return "any processor";
#endif
}

#define INLINE static inline __attribute__((always_inline))

enum { WIDTH = 16 };

/* Wherever a float may lie. */
typedef float lanes __attribute__((vector_size(4 * WIDTH), aligned(4), may_alias));

INLINE lanes *at(float *values) { return (lanes *)values; }
INLINE const lanes *from(const float *values) { return (const lanes *)values; }

INLINE float sum_of(const lanes *value) {
  float sums[WIDTH];
  memcpy(sums, value, sizeof sums);
  for (int half = WIDTH / 2; half > 0; half /= 2)
    for (int lane = 0; lane < half; lane++) sums[lane] += sums[lane + half];
  return sums[0];
}

INLINE float smaller(float a, float b) { return a < b ? a : b; }
INLINE float larger(float a, float b) { return a > b ? a : b; }

/* x = n ln 2 + r with |r| ≤ ln 2 / 2; e^r is its Taylor polynomial of degree 7, and 2^n is written into the exponent. Adding
 * and subtracting 1.5 × 2²³ rounds to an integer and leaves it in the low bits. ln 2 is split in two so that n ln 2 is exact
 * (Cody and Waite). */
INLINE float exp_of(float x) {
  float clamped = larger(-87, smaller(88, x));
  float shifted = clamped * 1.44269504f + 12582912;
  float n = shifted - 12582912;
  float r = (clamped - n * 0.693359375f) + n * 2.1219444e-4f;
  float high = ((r * (1 / 5040.f) + 1 / 720.f) * r + 1 / 120.f) * r + 1 / 24.f;
  float polynomial = (((high * r + 1 / 6.f) * r + 0.5f) * r + 1) * r + 1;
  uint32_t bits;
  memcpy(&bits, &shifted, sizeof bits);
  bits = (bits + 127) << 23;
  float power;
  memcpy(&power, &bits, sizeof power);
  return polynomial * power;
}

/* For what is multiplied on: e^-60 stands for all that is less. Denormal numbers in a product of matrices take a processor many
 * times as long (a whole recording took four to six times, measured), and are too small to change a sum. */
INLINE float normal_exp_of(float x) { return exp_of(larger(-60, x)); }

INLINE float sigmoid_of(float x) { return 1 / (1 + exp_of(-x)); }

INLINE float tanh_of(float x) { return 2 * sigmoid_of(2 * x) - 1; }

/* x Φ(x) = max(x, 0) - |x| erfc(|x| / √2) / 2. As in Abramowitz and Stegun, 7.1.26, erfc(z) is e^(-z²) times a polynomial in
 * t = 1 / (1 + p z), here with p = 0.4 and of degree 7: |x| erfc is within 1e-8 before it is rounded. With their 1.5e-7, of one
 * sign over whole ranges, the errors of 2,048 columns add up. */
INLINE float gelu_of(float x) {
  float magnitude = fabsf(x);
  float z = magnitude * 0.70710678f;
  float t = 1 / (1 + 0.4f * z);
  float high = ((0.019851171f * t - 0.299431965f) * t + 0.914426321f) * t - 0.596198808f;
  float polynomial = (((high * t + 0.606503827f) * t + 0.116878762f) * t + 0.237970664f) * t;
  return larger(x, 0) - 0.5f * magnitude * polynomial * normal_exp_of(-z * z);
}

EACH_PROCESSOR void attune_exp(float *values, size_t count) {
  for (size_t i = 0; i < count; i++) values[i] = exp_of(values[i]);
}

EACH_PROCESSOR void attune_sigmoid(float *values, size_t count) {
  for (size_t i = 0; i < count; i++) values[i] = sigmoid_of(values[i]);
}

EACH_PROCESSOR void attune_gelu(float *values, size_t count) {
  for (size_t i = 0; i < count; i++) values[i] = gelu_of(values[i]);
}

INLINE float peak_of(const float *row, size_t columns) {
  float peaks[WIDTH];
  for (int lane = 0; lane < WIDTH; lane++) peaks[lane] = -INFINITY;
  size_t i = 0;
  for (; i + WIDTH <= columns; i += WIDTH)
    for (int lane = 0; lane < WIDTH; lane++) peaks[lane] = larger(row[i + lane], peaks[lane]);
  for (int lane = 0; i < columns; i++, lane++) peaks[lane] = larger(row[i], peaks[lane]);
  for (int half = WIDTH / 2; half > 0; half /= 2)
    for (int lane = 0; lane < half; lane++) peaks[lane] = larger(peaks[lane], peaks[lane + half]);
  return peaks[0];
}

INLINE float sum_of_row(const float *row, size_t columns) {
  lanes sums = {};
  size_t i = 0;
  for (; i + WIDTH <= columns; i += WIDTH) sums += *from(row + i);
  float sum = sum_of(&sums);
  for (; i < columns; i++) sum += row[i];
  return sum;
}

EACH_PROCESSOR void attune_softmax(float *row, size_t columns) {
  float peak = peak_of(row, columns);
  for (size_t i = 0; i < columns; i++) row[i] = normal_exp_of(row[i] - peak);
  float scale = 1 / sum_of_row(row, columns);
  for (size_t i = 0; i < columns; i++) row[i] *= scale;
}

EACH_PROCESSOR void attune_log_softmax(float *row, size_t columns) {
  float peak = peak_of(row, columns);
  double sum = 0;
  size_t i = 0;
  for (; i + WIDTH <= columns; i += WIDTH) {
    float some[WIDTH];
    for (int lane = 0; lane < WIDTH; lane++) some[lane] = exp_of(row[i + lane] - peak);
    for (int lane = 0; lane < WIDTH; lane++) sum += some[lane];
  }
  for (; i < columns; i++) sum += exp_of(row[i] - peak);
  float log_sum = log(sum);
  for (i = 0; i < columns; i++) row[i] = (row[i] - peak) - log_sum;
}

EACH_PROCESSOR void attune_layer_norm(
    const float *restrict row, const float *restrict scale, const float *restrict shift, float epsilon,
    float *restrict output, size_t columns) {
  float mean = sum_of_row(row, columns) / columns;
  lanes squares = {};
  size_t i = 0;
  for (; i + WIDTH <= columns; i += WIDTH) {
    lanes deviation = *from(row + i) - mean;
    squares += deviation * deviation;
  }
  float sum = sum_of(&squares);
  for (; i < columns; i++) sum += (row[i] - mean) * (row[i] - mean);
  float factor = 1 / sqrtf(sum / columns + epsilon);
  for (i = 0; i < columns; i++) output[i] = (row[i] - mean) * factor * scale[i] + shift[i];
}

EACH_PROCESSOR void attune_add_products(
    const float *restrict a, const float *restrict b, float *restrict sum, size_t count) {
  for (size_t i = 0; i < count; i++) sum[i] += a[i] * b[i];
}

enum { VECTORS = attune_strip / WIDTH };

/* How many rows of Y are summed at once, and for how many vectors there are registers. */
#if defined(__x86_64__)
enum { ROWS = 2, SUMS = 2 * VECTORS };
#else
enum { ROWS = 4, SUMS = 4 };
#endif

/* Some vectors of some rows of Y, in registers while their sums are made. */
INLINE void add_part(
    const float *restrict x, const float *restrict part, float *restrict y, size_t inner, size_t columns,
    const int rows, const int vectors) {
  lanes sums[ROWS][VECTORS];
  for (int row = 0; row < rows; row++)
    for (int v = 0; v < vectors; v++) sums[row][v] = *from(y + row * columns + v * WIDTH);
  for (size_t k = 0; k < inner; k++)
    for (int v = 0; v < vectors; v++)
      for (int row = 0; row < rows; row++) sums[row][v] += x[row * inner + k] * *from(part + k * attune_strip + v * WIDTH);
  for (int row = 0; row < rows; row++)
    for (int v = 0; v < vectors; v++) *at(y + row * columns + v * WIDTH) = sums[row][v];
}

/* A strip of some rows of Y. */
INLINE void add_strip(
    const float *restrict x, const float *restrict strip, float *restrict y, size_t inner, size_t columns,
    const int rows) {
  const int vectors = SUMS / rows < VECTORS ? SUMS / rows : VECTORS;
  for (int v = 0; v < VECTORS; v += vectors)
    add_part(x, strip + v * WIDTH, y + v * WIDTH, inner, columns, rows, vectors);
}

/* All strips of some rows; the last one may be wider than Y. */
INLINE void add_strips(
    const float *restrict x, const float *restrict strips, float *restrict y, size_t inner, size_t columns,
    const int rows) {
  size_t column = 0;
  for (; column + attune_strip <= columns; column += attune_strip)
    add_strip(x, strips + column * inner, y + column, inner, columns, rows);
  if (column == columns) return;
  float wide[ROWS * attune_strip] = {};
  for (int row = 0; row < rows; row++)
    memcpy(wide + row * attune_strip, y + row * columns + column, (columns - column) * sizeof *y);
  add_strip(x, strips + column * inner, wide, inner, attune_strip, rows);
  for (int row = 0; row < rows; row++)
    memcpy(y + row * columns + column, wide + row * attune_strip, (columns - column) * sizeof *y);
}

EACH_PROCESSOR void attune_add_matrix_product(
    const float *restrict x, const float *restrict strips, float *restrict y, size_t rows, size_t inner,
    size_t columns) {
  size_t row = 0;
  for (; row + ROWS <= rows; row += ROWS) add_strips(x + row * inner, strips, y + row * columns, inner, columns, ROWS);
  if (ROWS > 2)
    for (; row + 2 <= rows; row += 2) add_strips(x + row * inner, strips, y + row * columns, inner, columns, 2);
  if (row < rows) add_strips(x + row * inner, strips, y + row * columns, inner, columns, 1);
}

EACH_PROCESSOR void attune_remember(
    const float *restrict gates, float *restrict cell, float *restrict output, size_t hidden) {
  const float *in = gates, *forget = gates + hidden, *candidate = gates + 2 * hidden, *out = gates + 3 * hidden;
  for (size_t i = 0; i < hidden; i++) {
    cell[i] = sigmoid_of(forget[i]) * cell[i] + sigmoid_of(in[i]) * tanh_of(candidate[i]);
    output[i] = sigmoid_of(out[i]) * tanh_of(cell[i]);
  }
}

EACH_PROCESSOR void attune_narrow(const float *restrict values, uint16_t *restrict halves, size_t count) {
  for (size_t i = 0; i < count; i++) {
    uint32_t bits;
    memcpy(&bits, values + i, sizeof bits);
    halves[i] = (bits + 0x7fff + (bits >> 16 & 1)) >> 16;
  }
}

EACH_PROCESSOR void attune_widen(const uint16_t *restrict halves, float *restrict values, size_t count) {
  for (size_t i = 0; i < count; i++) {
    uint32_t bits = (uint32_t)halves[i] << 16;
    memcpy(values + i, &bits, sizeof bits);
  }
}
