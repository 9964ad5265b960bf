package dev.snowbird.seabird;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/**
 * What an edited route throws to refuse a call: {@code throwException} knows only exceptions that are made of a text.
 * The caller gets PERMISSION_DENIED and the text; the log gets nothing.
 */
public final class RefusedException extends StatusRuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param reason what the caller is told
     */
    public RefusedException(String reason) {
        super(Status.PERMISSION_DENIED.withDescription(reason));
    }
}
