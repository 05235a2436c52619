"""Rules for any text: normalize, canonical form, scripts, words, sentences and hard wraps."""
