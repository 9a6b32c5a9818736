package io.github.amlmaven.config;

/** What runs a script: plain Python (or the script's own interpreter), or Spark's Python. */
public enum Framework {
    PYTHON("Python"),
    PYSPARK("PySpark");

    private final String word;

    Framework(String word) {
        this.word = word;
    }

    /** The word of a {@code .runconfig} file: {@code Python} or {@code PySpark}. */
    public String word() {
        return word;
    }
}
