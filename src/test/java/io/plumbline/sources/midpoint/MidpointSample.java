package io.plumbline.sources.midpoint;

import io.plumbline.sources.SourceFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The samples of midPoint under {@code src/test/resources/midpoint}. */
public final class MidpointSample {

    private MidpointSample() {}

    /** The files of one. */
    public static List<SourceFile> files(String sample) {
        Path folder = Path.of("src/test/resources/midpoint", sample);
        try {
            return List.of(
                    SourceFile.read(folder.resolve("objects.xml")), SourceFile.read(folder.resolve("taken-at.txt")));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
