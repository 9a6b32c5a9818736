package io.github.amlmaven.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretWordsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "password",
                "Password",
                "passwrod",
                "pasword",
                "ssh_password",
                "accountKey",
                "STORAGE_ACCOUNT_KEY",
                "storage-key",
                "apiKey",
                "sasToken",
                "clientSecret",
                "connection_string",
                "passphrase",
                "privateKey",
                "db_pwd"
            })
    void knowsTheNamesOfSecrets(String name) {
        assertThat(SecretWords.isSecretName(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"address", "tokenizer", "privateKeyFile", "key", "keyboard", "passes", "username", "seed"})
    void suspectsNoOtherNames(String name) {
        assertThat(SecretWords.isSecretName(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://x.blob.core.windows.net/c?sv=1&sig=abc%3D",
                "DefaultEndpointsProtocol=https;AccountName=x;AccountKey=abc",
                "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/abcdefghijklmnopqrstuv==",
                "-----BEGIN RSA PRIVATE KEY-----"
            })
    void knowsSecretsByTheirLookAndNeverShowsThem(String value) {
        assertThat(SecretWords.looksSecret(value)).isTrue();
        assertThat(Shown.value(value)).isEqualTo("'***'");
    }
}
