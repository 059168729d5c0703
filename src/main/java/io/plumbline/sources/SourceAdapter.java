package io.plumbline.sources;

import io.plumbline.event.ReferenceEvent;
import java.util.List;

/**
 * Reads the records of one source system as events.
 *
 * <p>A pure function of the content of the files: the same records in any order, however often and in whatever files, give the
 * same facts under the same event ids. What needs the source's whole history to be understood is said in the adapter's own
 * documentation. Files are held in memory; feed a long history in several deliveries.
 */
public interface SourceAdapter {

    /** The name to choose it by on the command line, and the source id of its events unless another was given. */
    String id();

    /** Reads all files as one delivery. Bad records are set aside with a reason and never stop the rest. */
    Delivery read(List<SourceFile> files);

    /**
     * Reference data that the source states and that counts only once it is approved, such as its own rules: to be looked at and
     * given to {@code plumbline catalogue}. Most sources state none.
     */
    default List<ReferenceEvent> proposals(List<SourceFile> files) {
        return List.of();
    }
}
