/* Each loop of CVectors against a plain one in double precision, on random numbers: run on this processor, and by qemu on
 * others (`make aarch64`).
 *
 *     vectors               checks all; a line for each, and 1 where one is wrong
 *     vectors NAME COUNT    runs one of them COUNT times as the networks do, for whoever counts instructions */

#include "CVectors.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 160, INNER = 384, COLUMNS = 384, ROWS = 9 };

/* SplitMix64: the same numbers everywhere. */
static uint64_t state = 1;

static uint64_t next(void) {
  uint64_t z = state += 0x9e3779b97f4a7c15;
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
  z = (z ^ z >> 27) * 0x94d049bb133111eb;
  return z ^ z >> 31;
}

static float between(float low, float high) { return low + (high - low) * (float)(next() >> 40) / (1 << 24); }

static void fill(float *values, size_t count, float low, float high) {
  for (size_t i = 0; i < count; i++) values[i] = between(low, high);
}

/* The greatest error so far of the loop that is checked, of what is allowed: 1 is the most. */
static double worst;

static void expect(double value, double exact, double allowed) {
  double error = fabs(value - exact) / allowed;
  if (!(error <= worst)) worst = error;
}

static double sigmoid(double x) { return 1 / (1 + exp(-x)); }

static void check_exp(size_t count) {
  float values[MOST], before[MOST];
  fill(values, count, -87, 88);
  memcpy(before, values, sizeof before);
  attune_exp(values, count);
  for (size_t i = 0; i < count; i++) expect(values[i], exp(before[i]), 2.4e-7 * exp(before[i]));
}

static void check_sigmoid(size_t count) {
  float values[MOST], before[MOST];
  fill(values, count, -100, 100);
  memcpy(before, values, sizeof before);
  attune_sigmoid(values, count);
  for (size_t i = 0; i < count; i++) expect(values[i], sigmoid(before[i]), 2e-7);
}

static void check_gelu(size_t count) {
  float values[MOST], before[MOST];
  fill(values, count, -12, 12);
  memcpy(before, values, sizeof before);
  attune_gelu(values, count);
  for (size_t i = 0; i < count; i++)
    expect(values[i], before[i] * 0.5 * erfc(-before[i] / sqrt(2)), 5e-7 * fmax(1, fabs(before[i])));
}

/* log Σ e^x */
static double log_sum(const float *row, size_t columns) {
  double sum = 0;
  for (size_t i = 0; i < columns; i++) sum += exp(row[i]);
  return log(sum);
}

static void check_softmax(size_t columns) {
  float row[MOST], before[MOST];
  fill(row, columns, -20, 20);
  memcpy(before, row, sizeof before);
  attune_softmax(row, columns);
  double all = log_sum(before, columns);
  for (size_t i = 0; i < columns; i++) expect(row[i], exp(before[i] - all), 1e-6);
}

static void check_log_softmax(size_t columns) {
  float row[MOST], before[MOST];
  fill(row, columns, -20, 20);
  memcpy(before, row, sizeof before);
  attune_log_softmax(row, columns);
  double all = log_sum(before, columns);
  for (size_t i = 0; i < columns; i++) expect(row[i], before[i] - all, 1e-5);
}

static void check_layer_norm(size_t columns) {
  float row[MOST], scale[MOST], shift[MOST], output[MOST];
  fill(row, columns, -3, 5);
  fill(scale, columns, -2, 2);
  fill(shift, columns, -2, 2);
  attune_layer_norm(row, scale, shift, 1e-5f, output, columns);
  double mean = 0, variance = 0;
  for (size_t i = 0; i < columns; i++) mean += row[i] / (double)columns;
  for (size_t i = 0; i < columns; i++) variance += (row[i] - mean) * (row[i] - mean) / columns;
  for (size_t i = 0; i < columns; i++)
    expect(output[i], (row[i] - mean) / sqrt(variance + 1e-5) * scale[i] + shift[i], 5e-5);
}

static void check_add_products(size_t count) {
  float a[MOST], b[MOST], sum[MOST], before[MOST];
  fill(a, count, -4, 4);
  fill(b, count, -4, 4);
  fill(sum, count, -4, 4);
  memcpy(before, sum, sizeof before);
  attune_add_products(a, b, sum, count);
  for (size_t i = 0; i < count; i++) expect(sum[i], before[i] + (double)a[i] * b[i], 4e-6);
}

static void check_remember(size_t hidden) {
  float gates[4 * MOST], cell[MOST], before[MOST], output[MOST];
  fill(gates, 4 * hidden, -6, 6);
  fill(cell, hidden, -3, 3);
  memcpy(before, cell, sizeof before);
  attune_remember(gates, cell, output, hidden);
  for (size_t i = 0; i < hidden; i++) {
    double next = sigmoid(gates[hidden + i]) * before[i] + sigmoid(gates[i]) * tanh(gates[2 * hidden + i]);
    expect(cell[i], next, 2e-6);
    expect(output[i], sigmoid(gates[3 * hidden + i]) * tanh(next), 2e-6);
  }
}

static float x[ROWS * INNER], w[INNER * COLUMNS], y[ROWS * COLUMNS], alone[COLUMNS];
static float strips[INNER * (COLUMNS + attune_strip)];

/* The columns behind the last ones of W are no numbers. */
static void lay_out(size_t inner, size_t columns) {
  float *to = strips;
  for (size_t first = 0; first < columns; first += attune_strip)
    for (size_t k = 0; k < inner; k++)
      for (size_t column = first; column < first + attune_strip; column++)
        *to++ = column < columns ? w[k * columns + column] : NAN;
}

static void check_matrix_product(size_t count) {
  size_t inner = 1 + next() % INNER, columns = count + 1, rows = 1 + next() % ROWS;
  fill(x, rows * inner, -1, 1);
  fill(w, inner * columns, -1, 1);
  lay_out(inner, columns);
  fill(y, rows * columns, -1, 1);
  static float before[ROWS * COLUMNS];
  memcpy(before, y, sizeof before);
  attune_add_matrix_product(x, strips, y, rows, inner, columns);
  for (size_t row = 0; row < rows; row++) {
    for (size_t column = 0; column < columns; column++) {
      double sum = before[row * columns + column];
      for (size_t k = 0; k < inner; k++) sum += (double)x[row * inner + k] * w[k * columns + column];
      expect(y[row * columns + column], sum, 3e-5);
    }
    /* The same to the last bit whatever stands beside the row. */
    memcpy(alone, before + row * columns, columns * sizeof *alone);
    attune_add_matrix_product(x + row * inner, strips, alone, 1, inner, columns);
    if (memcmp(alone, y + row * columns, columns * sizeof *alone)) worst = INFINITY;
  }
}

static void check_narrow(size_t count) {
  float values[MOST];
  uint16_t halves[MOST];
  for (size_t i = 0; i < count; i++) {
    /* Any that is finite, half of them in the middle between two. */
    uint32_t bits = (uint32_t)next();
    if (next() & 1) bits = (bits & 0xffff0000) | 0x8000;
    if ((bits & 0x7f800000) == 0x7f800000) bits &= 0xbfffffff;
    memcpy(values + i, &bits, sizeof bits);
  }
  attune_narrow(values, halves, count);
  for (size_t i = 0; i < count; i++) {
    uint32_t bits, rest;
    memcpy(&bits, values + i, sizeof bits);
    rest = bits & 0xffff;
    uint16_t exact = bits >> 16;
    if (rest > 0x8000 || (rest == 0x8000 && exact & 1)) exact++;
    if (halves[i] != exact) worst = INFINITY;
  }
}

static void check_widen(size_t count) {
  float values[MOST];
  uint16_t halves[MOST];
  for (size_t i = 0; i < count; i++) halves[i] = (uint16_t)next();
  attune_widen(halves, values, count);
  for (size_t i = 0; i < count; i++) {
    uint32_t bits;
    memcpy(&bits, values + i, sizeof bits);
    if (bits != (uint32_t)halves[i] << 16) worst = INFINITY;
  }
}

/* As the networks run them. */
static uint16_t brain[1536];
static float wide[4 * 1536], other[1536], third[1536];

static void run_exp(void) { attune_exp(wide, 1536); }
static void run_sigmoid(void) { attune_sigmoid(wide, 1536); }
static void run_gelu(void) { attune_gelu(wide, 1536); }
static void run_softmax(void) { attune_softmax(wide, 150); }
static void run_log_softmax(void) { attune_log_softmax(wide, 40); }
static void run_layer_norm(void) { attune_layer_norm(wide, other, third, 1e-5f, wide + 1536, 384); }
static void run_add_products(void) { attune_add_products(wide, other, third, 384); }
static void run_matrix_product(void) { attune_add_matrix_product(x, strips, y, 8, INNER, COLUMNS); }
static void run_remember(void) { attune_remember(wide, other, third, 384); }
static void run_narrow(void) { attune_narrow(wide, brain, 1536); }
static void run_widen(void) { attune_widen(brain, wide, 1536); }

static const struct {
  const char *name;
  void (*check)(size_t count);
  void (*run)(void);
} loops[] = {
    {"exp", check_exp, run_exp},
    {"sigmoid", check_sigmoid, run_sigmoid},
    {"gelu", check_gelu, run_gelu},
    {"softmax", check_softmax, run_softmax},
    {"log_softmax", check_log_softmax, run_log_softmax},
    {"layer_norm", check_layer_norm, run_layer_norm},
    {"add_products", check_add_products, run_add_products},
    {"add_matrix_product", check_matrix_product, run_matrix_product},
    {"remember", check_remember, run_remember},
    {"narrow", check_narrow, run_narrow},
    {"widen", check_widen, run_widen},
};
enum { LOOPS = sizeof loops / sizeof *loops };

int main(int count, char **arguments) {
  if (count == 3) {
    fill(wide, 4 * 1536, -1, 1);
    for (int loop = 0; loop < LOOPS; loop++)
      if (strcmp(arguments[1], loops[loop].name) == 0)
        for (int i = atoi(arguments[2]); i > 0; i--) loops[loop].run();
    return 0;
  }
  printf("%s\n", attune_vector_form());
  int status = 0;
  for (int loop = 0; loop < LOOPS; loop++) {
    worst = 0;
    for (size_t length = 1; length < MOST; length++) loops[loop].check(length);
    printf("%-20s %s, %.2f of what is allowed\n", loops[loop].name, worst <= 1 ? "right" : "WRONG", worst);
    if (!(worst <= 1)) status = 1;
  }
  return status;
}
