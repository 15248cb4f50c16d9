/* Loops over floats, compiled for several generations of processors; which one runs is decided when the program is loaded.
 *
 * Swift has no such choice: its code is for the oldest processor on which it is to run, which on x86-64 has neither wide
 * vectors nor fused multiplication. What a loop adds up, it adds up in an order of its own, the same on every processor and
 * whatever stands beside the row; only how products are rounded differs.
 *
 * Pointers are to at least as many elements as a function says, and do not overlap. */

#ifndef CVECTORS_H
#define CVECTORS_H

#include <stddef.h>
#include <stdint.h>

/* Which form of the loops runs on this processor, for people: "x86-64-v3 (AVX2, FMA)". */
const char *attune_vector_form(void);

/* Replaces each of `count` values x by e^x, to 2 units in the last place for x in -87...88; beyond, by the value at the
 * nearer end. */
void attune_exp(float *values, size_t count);

/* Replaces each x by 1 / (1 + e^-x). */
void attune_sigmoid(float *values, size_t count);

/* Replaces each x by x Φ(x), the exact Gaussian error linear unit, to 5e-7. */
void attune_gelu(float *values, size_t count);

/* Replaces a row by its softmax. */
void attune_softmax(float *row, size_t columns);

/* Replaces a row by the logarithm of its softmax. */
void attune_log_softmax(float *row, size_t columns);

/* Brings a row to mean 0 and variance 1, then scales and shifts each column. */
void attune_layer_norm(
    const float *row, const float *scale, const float *shift, float epsilon, float *output, size_t columns);

/* Adds a[i] × b[i] to each sum[i]. */
void attune_add_products(const float *a, const float *b, float *sum, size_t count);

/* How many columns of a matrix stand together where it lies in strips. */
enum { attune_strip = 64 };

/* Adds X W to Y: X is [rows, inner], Y [rows, columns]. W, [inner, columns], lies in strips of `attune_strip` columns, each
 * [inner, attune_strip], the last one with whatever behind its columns: it is read from its beginning to its end. */
void attune_add_matrix_product(
    const float *x, const float *strips, float *y, size_t rows, size_t inner, size_t columns);

/* One frame of a long short-term memory: from the sums for its gates i, f, g, o, [4 × hidden], and the cell c, [hidden],
 * to the new c, in its place, and the new h:
 *
 *     i, f, g, o = σ, σ, tanh, σ        c' = f c + i g        h = o tanh c' */
void attune_remember(const float *gates, float *cell, float *output, size_t hidden);

/* The upper halves of floats, rounded to the nearest, of two equally near to the even one. Not for NaN. */
void attune_narrow(const float *values, uint16_t *halves, size_t count);

/* The floats of which these are the upper halves. */
void attune_widen(const uint16_t *halves, float *values, size_t count);

#endif
