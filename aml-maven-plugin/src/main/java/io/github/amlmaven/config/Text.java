package io.github.amlmaven.config;

/** A value as it was written, and where. */
record Text(String value, Place place) {}
