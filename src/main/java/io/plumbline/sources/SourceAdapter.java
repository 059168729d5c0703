package io.plumbline.sources;

import java.util.List;

/**
 * Reads the records of one source system as events.
 *
 * <p>A pure function of the content of the files: the same files in any order, split and repeated in any way, give the same
 * delivery. What needs the source's whole history to be understood is said in the adapter's own documentation.
 */
public interface SourceAdapter {

    /** The name to choose it by on the command line, and the source id of its events unless another was given. */
    String id();

    /** Reads all files as one delivery. Bad records are set aside with a reason and never stop the rest. */
    Delivery read(List<SourceFile> files);
}
