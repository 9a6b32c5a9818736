package io.github.amlmaven.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets in all the forms in which libraries print them. */
class RedactionTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://acct.blob.core.windows.net/runs?sv=1&sig=CANARY",
                "https://acct.blob.core.windows.net/runs?sig=CANARY&sv=1",
                "https://acct.blob.core.windows.net/runs?sig=CANARY%2Fx%3D&sv=1",
                "https://acct.blob.core.windows.net/runs?SIG=CANARY",
                "https://acct.blob.core.windows.net/runs?Sig=CANARY",
                "sig=CANARY",
                "?sig=CANARY",
                "sv%3D1%26sig%3DCANARY%26se%3D2",
                "sv%3d1%26SIG%3dCANARY",
                "https://proxy/?url=https%3A%2F%2Facct%2Fruns%3Fsig%3DCANARY",
                "https://proxy/?url=x%253Fsv%253D1%2526sig%253DCANARY",
                "ConnectException: http://127.0.0.1/acct/runs?comp=list&sig=CANARY: refused",
                "x-ms-copy-source: https://acct.blob.core.windows.net/a?sv=1&sig=CANARY",
                "'sig=CANARY' \"sig=CANARY\" <sig=CANARY> (sig=CANARY)",
                "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=CANARY==;EndpointSuffix=x",
                "accountkey=CANARY",
                "ACCOUNTKEY%3DCANARY%3D%3D",
                "BlobEndpoint=https://a;SharedAccessSignature=sv=1&sig=CANARY",
                "SharedAccessKey=CANARY=",
                "Authorization: Bearer CANARYCANARY",
                "authorization=Bearer CANARYCANARY",
                "AUTHORIZATION: SharedKey acct:CANARYCANARY=",
                "{\"Authorization\": \"Bearer CANARYCANARY\"}",
                "headers {Authorization=[SharedKey acct:CANARY+/CANARY=]}",
                "bearer CANARY.CANARY-CANARY_x",
                "Bearer%20CANARYCANARY",
                "SharedKeyLite acct:CANARYCANARY",
                "x-ms-copy-source-authorization: Bearer CANARYCANARY",
                "client_secret=CANARY&grant_type=client_credentials",
                "client_assertion=CANARY",
                "{\"access_token\":\"CANARY\",\"accessToken\": \"CANARY\"}",
                "token eyJCANARY.CANARY.CANARY ended",
                "key CANARYCANARYCANARYCANARYCANARYCANARYCANARYCANARYCANARYCANARYCANARYCANARYCANARYCANARYCA== ended",
                "key CANARYCANARYCANARYCANARYCANARYCANARYCANARYCANARYCANARYCANARYCANARYCANARYCANARYCANARYCA%3D%3D ended",
            })
    void areMasked(String text) {
        assertThat(Redaction.withoutSecrets(text)).contains("***").doesNotContain("CANARY");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "the design=x of signatures",
                "https://acct.blob.core.windows.net/runs?comp=list&prefix=sig",
                "a bearer of news",
                "AuthorizationFailure",
                "This request is not authorized to perform this operation.",
                "SHA-256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                "",
            })
    void otherTextStays(String text) {
        assertThat(Redaction.withoutSecrets(text)).isEqualTo(text);
    }

    @Test
    void theRestOfAnAddressStays() {
        assertThat(Redaction.withoutSecrets("GET https://a/runs?sig=CANARY&comp=list HTTP/1.1, again"))
                .isEqualTo("GET https://a/runs?sig=***&comp=list HTTP/1.1, again");
    }
}
