package io.plumbline.sources;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** The sets of real records that ship with the product; each lies beside its licence and a note of its origin. */
public enum DemoSet {
    /** 2,900 CloudTrail records of one AWS account, 2023-07-10, in 55 files. */
    CLOUDTRAIL("/demo/cloudtrail/"),
    /** The access history of the Rust project's teams, 2018 to 2026: 6,907 facts. */
    RUST_TEAM("/demo/rust-team/"),
    /** The changes of golang/crypto, 2012 to 2026: 1,348 commits. */
    GO_CHANGES("/demo/go-changes/");

    private final String directory;

    DemoSet(String directory) {
        this.directory = directory;
    }

    /** The files of the set, as {@code files.txt} beside them lists them. */
    public List<SourceFile> files() {
        try (BufferedReader index = SourceFile.resource(directory + "files.txt").open()) {
            return index.lines()
                    .map(name -> SourceFile.resource(directory + name))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the demo set " + this, e);
        }
    }
}
