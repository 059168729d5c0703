package io.plumbline.cli;

/** How a command ended; the numbers are part of the contract with scripts. */
public enum ExitCode {
    /** It did what was asked. */
    OK(0),
    /** Something went wrong that should not have; the message says what. */
    FAILED(1),
    /** The command line was not understood. */
    USAGE(2),
    /** It looked, and what it looked at is not as it should be: a control not verified, a plan with something to do. */
    NOT_AS_EXPECTED(3),
    /** A file or a setting is wrong; every problem is listed with file, field and remedy. */
    BAD_INPUT(4),
    /** The cluster or the registry could not be reached. */
    UNREACHABLE(5);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
