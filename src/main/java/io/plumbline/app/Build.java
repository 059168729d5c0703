package io.plumbline.app;

import java.util.Optional;

/** The build this process runs. */
final class Build {

    private Build() {}

    /** Its version as the manifest of the jar has it. */
    static String version() {
        return Optional.ofNullable(Build.class.getPackage().getImplementationVersion())
                .orElse("development build");
    }
}
