package io.plumbline.avro;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonParseException;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Trouble with the registry is not the record's, however plugged-in classes wrap it. */
class RegistryTroubleTest {

    /** Named and shaped like the exception of Confluent's client. */
    public static final class RestClientException extends Exception {
        private final int status;
        private final int errorCode;

        RestClientException(int status, int errorCode) {
            super("no; error code: " + errorCode);
            this.status = status;
            this.errorCode = errorCode;
        }

        public int getStatus() {
            return status;
        }

        public int getErrorCode() {
            return errorCode;
        }
    }

    static Stream<Throwable> trouble() {
        return Stream.of(
                new ConnectException("refused"),
                new UnknownHostException("registry"),
                new SSLHandshakeException("certificate unknown"),
                new TimeoutException("503"),
                new AuthenticationException("401"),
                new AuthorizationException("403"),
                new JsonParseException(null, "<html>"),
                new RegistryUnreachableException("404 of a proxy"));
    }

    @ParameterizedTest
    @MethodSource("trouble")
    void isFoundBareAndWrapped(Throwable cause) {
        assertTrue(RegistryTrouble.isIn(cause));
        SerializationException wrapped = new SerializationException("id 1", new IOException(cause));
        assertTrue(RegistryTrouble.isIn(wrapped));
        assertEquals(Optional.empty(), RejectedRecord.Reason.of(wrapped), "not rejected");
    }

    @Test
    void bytesThatEndTooSoonAreTheRecords() {
        assertFalse(RegistryTrouble.isIn(new SerializationException("id 1", new EOFException())));
    }

    @ParameterizedTest
    @CsvSource({
        "404, 40403, UNKNOWN_SCHEMA",
        "404, 404,",
        "401, 40101,",
        "403, 40301,",
        "405, 405,",
        "500, 50001,",
        "503, 503,",
        "409, 40901, UNREADABLE",
        "422, 42201, UNREADABLE"
    })
    void anAnswerOfTheRegistryToConfluentsClientIsJudgedByStatusAndCode(
            int status, int errorCode, RejectedRecord.Reason reason) {
        SerializationException wrapped = new SerializationException("id 1", new RestClientException(status, errorCode));
        assertEquals(Optional.ofNullable(reason), RejectedRecord.Reason.of(wrapped));
        assertEquals(reason == null, RegistryTrouble.isIn(wrapped));
    }
}
