package io.github.amlmaven.store;

import com.azure.core.credential.AzureSasCredential;
import com.azure.core.credential.TokenCredential;
import com.azure.core.http.policy.AzureSasCredentialPolicy;
import com.azure.core.http.policy.BearerTokenAuthenticationPolicy;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.storage.common.StorageSharedKeyCredential;
import com.azure.storage.common.policy.StorageSharedKeyCredentialPolicy;
import io.github.amlmaven.Secret;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What opens a history in Blob storage; none of the three ever prints its secret. */
sealed interface BlobCredential {
    /** Signs each request that goes through a pipeline. */
    HttpPipelinePolicy policy();

    /** Where it was found, in words: {@code server 'x' of settings.xml: SAS}. */
    String source();

    /** The signature (SAS) without a question mark, which the source of a server-side copy needs; empty: another kind. */
    default Optional<String> sas() {
        return Optional.empty();
    }

    /** What a script needs to reach the container itself; an identity is not passed on, only the address. */
    default Map<String, Secret> variables(BlobAddress address) {
        Map<String, Secret> variables = new TreeMap<>();
        if (!address.account().isEmpty()) {
            variables.put("AZURE_STORAGE_ACCOUNT", new Secret(address.account()));
        }
        variables.put("AML_STORE_CONTAINER", new Secret(address.container()));
        variables.put("AML_STORE_URL", new Secret(address.toString()));
        return variables;
    }

    /** The key of an account, which opens all of it. */
    record SharedKey(String account, Secret key, String source) implements BlobCredential {
        @Override
        public HttpPipelinePolicy policy() {
            return new StorageSharedKeyCredentialPolicy(new StorageSharedKeyCredential(account, key.value()));
        }

        @Override
        public Map<String, Secret> variables(BlobAddress address) {
            Map<String, Secret> variables = BlobCredential.super.variables(address);
            String scheme = address.isHttps() ? "https" : "http";
            variables.put("AZURE_STORAGE_ACCOUNT", new Secret(account));
            variables.put("AZURE_STORAGE_KEY", key);
            variables.put(
                    "AZURE_STORAGE_CONNECTION_STRING",
                    new Secret("DefaultEndpointsProtocol=" + scheme + ";AccountName=" + account + ";AccountKey="
                            + key.value() + ";BlobEndpoint=" + address.endpoint()));
            return variables;
        }
    }

    /**
     * A signature (SAS), which opens what its maker wanted.
     *
     * @param token without a question mark
     */
    record Sas(Secret token, String source) implements BlobCredential {
        @Override
        public HttpPipelinePolicy policy() {
            // An address without https is one of this computer, as BlobAddress sees to.
            return new AzureSasCredentialPolicy(new AzureSasCredential(token.value()), false);
        }

        @Override
        public Optional<String> sas() {
            return Optional.of(token.value());
        }

        @Override
        public Map<String, Secret> variables(BlobAddress address) {
            Map<String, Secret> variables = BlobCredential.super.variables(address);
            variables.put("AZURE_STORAGE_SAS_TOKEN", token);
            variables.put(
                    "AZURE_STORAGE_CONNECTION_STRING",
                    new Secret("BlobEndpoint=" + address.endpoint() + ";SharedAccessSignature=" + token.value()));
            return variables;
        }
    }

    /** Somebody, or some service, that Azure knows; never sent without https. */
    record Identity(TokenCredential tokens, String source) implements BlobCredential {
        static final String SCOPE = "https://storage.azure.com/.default";

        @Override
        public HttpPipelinePolicy policy() {
            return new BearerTokenAuthenticationPolicy(tokens, SCOPE);
        }

        @Override
        public String toString() {
            return "Identity[" + source + "]";
        }
    }
}
