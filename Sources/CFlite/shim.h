#include <flite/flite.h>

// flite declares the initialiser of its CMU lexicon in no header.
cst_lexicon *cmu_lex_init(void);
