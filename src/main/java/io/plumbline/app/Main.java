package io.plumbline.app;

/** The program: parses the command line and runs one command. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(0);
    }
}
