package io.github.amlmaven.compute;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The variables of this process that a script may see.
 *
 * <p>Maven's own environment holds secrets (tokens of a build server, all arguments of {@code mvn}), so a script gets
 * what programs need to work and what the user names, not what happens to be there.
 */
final class ScriptEnvironment {
    /** A name, or a beginning when it ends in {@code *}. */
    private static final List<String> USUAL = List.of(
            "PATH",
            "HOME",
            "USER",
            "LOGNAME",
            "SHELL",
            "TERM",
            "LANG",
            "LANGUAGE",
            "LC_*",
            "TZ",
            "TMPDIR",
            "TMP",
            "TEMP",
            "DISPLAY",
            "WAYLAND_DISPLAY",
            "XDG_*",
            "DBUS_SESSION_BUS_ADDRESS",
            "COLUMNS",
            "LINES",
            "LD_LIBRARY_PATH",
            "DYLD_*",
            "LIBRARY_PATH",
            "CPATH",
            "JAVA_HOME",
            "JDK_HOME",
            "PYTHON*",
            "VIRTUAL_ENV",
            "CONDA_*",
            "MAMBA_*",
            "PYENV_*",
            "R_*",
            "JULIA_*",
            "CUDA_*",
            "NVIDIA_*",
            "ROCM_*",
            "HIP_*",
            "ROCR_*",
            "GPU_*",
            "OMP_*",
            "MKL_*",
            "OPENBLAS_*",
            "BLIS_*",
            "NUMEXPR_*",
            "NUMBA_*",
            "KMP_*",
            "VECLIB_*",
            "TF_*",
            "XLA_*",
            "JAX_*",
            "TORCH_*",
            "PYTORCH_*",
            "KERAS_*",
            "MPLBACKEND",
            "MPLCONFIGDIR",
            "HF_HOME",
            "HF_HUB_OFFLINE",
            "TRANSFORMERS_*",
            "SPARK_*",
            "HADOOP_*",
            "YARN_CONF_DIR",
            "HTTP_PROXY",
            "HTTPS_PROXY",
            "NO_PROXY",
            "http_proxy",
            "https_proxy",
            "no_proxy",
            "SSL_CERT_*",
            "REQUESTS_CA_BUNDLE",
            "CURL_CA_BUNDLE");

    private static final List<String> SECRET_WORDS = List.of(
            "KEY",
            "TOKEN",
            "SECRET",
            "PASSW",
            "PASSPHRASE",
            "_PASS",
            "_PWD",
            "CREDENTIAL",
            "CONNECTION_STRING",
            "_SAS",
            "AUTH",
            // Terraform's variables, of which some hold passwords, begin like TensorFlow's.
            "TF_VAR_");

    /** In small letters; options for Java and connection strings hold secrets this way. */
    private static final List<String> SECRET_VALUES =
            List.of("password=", "passwd=", "secret=", "token=", "accountkey=", "accesskey=", "sig=");

    private ScriptEnvironment() {}

    /**
     * The inherited part of a script's environment.
     *
     * @param asked names or beginnings the user passes on; a name given in full is passed on even if it looks secret
     */
    static Map<String, String> inherited(Map<String, String> process, List<String> asked) {
        Map<String, String> passed = new TreeMap<>();
        for (Map.Entry<String, String> variable : process.entrySet()) {
            String name = variable.getKey();
            boolean wanted = asked.contains(name)
                    || ((matches(USUAL, name) || matches(asked, name)) && !looksSecret(name, variable.getValue()));
            if (wanted && !name.startsWith("MAVEN_")) {
                passed.put(name, variable.getValue());
            }
        }
        return passed;
    }

    /** Those that the user passes on by name or beginning, and no others: for a script that runs on another system. */
    static Map<String, String> named(Map<String, String> process, List<String> asked) {
        Map<String, String> passed = new TreeMap<>();
        process.forEach((name, value) -> {
            boolean wanted = asked.contains(name) || (matches(asked, name) && !looksSecret(name, value));
            if (wanted && !name.startsWith("MAVEN_")) {
                passed.put(name, value);
            }
        });
        return passed;
    }

    private static boolean matches(List<String> patterns, String name) {
        for (String pattern : patterns) {
            if (pattern.endsWith("*")
                    ? name.startsWith(pattern.substring(0, pattern.length() - 1))
                    : name.equals(pattern)) {
                return true;
            }
        }
        return false;
    }

    private static boolean looksSecret(String name, String value) {
        String upper = name.toUpperCase(Locale.ROOT);
        for (String word : SECRET_WORDS) {
            if (upper.contains(word)) {
                return true;
            }
        }
        String lower = value.toLowerCase(Locale.ROOT);
        for (String word : SECRET_VALUES) {
            if (lower.contains(word)) {
                return true;
            }
        }
        // A proxy's address may carry its user's password: http://user:password@proxy, also without the scheme.
        int host = upper.endsWith("_PROXY") ? 0 : value.indexOf("://");
        return host >= 0 && value.indexOf('@', host) >= 0;
    }
}
