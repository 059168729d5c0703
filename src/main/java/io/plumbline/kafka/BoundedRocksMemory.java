package io.plumbline.kafka;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.CompressionType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * One bound on the native memory of all stores of the process, instead of 50 MB and more for each store.
 *
 * <p>Write buffers are small, since offsets become durable only when one is flushed: the smaller, the less is restored after a
 * crash.
 */
public final class BoundedRocksMemory implements RocksDBConfigSetter {

    private static final long MIB = 1024 * 1024;
    private static final long TOTAL = 128 * MIB;
    private static final long WRITE_BUFFERS = 48 * MIB;

    static {
        RocksDB.loadLibrary();
    }

    private static final Cache CACHE = new LRUCache(TOTAL, -1, false, 0.1);
    private static final WriteBufferManager BUFFERS = new WriteBufferManager(WRITE_BUFFERS, CACHE);

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(CACHE);
        table.setCacheIndexAndFilterBlocks(true);
        table.setCacheIndexAndFilterBlocksWithHighPriority(true);
        table.setPinTopLevelIndexAndFilter(true);
        table.setFilterPolicy(new BloomFilter(10));
        table.setBlockSize(16 * 1024);
        options.setTableFormatConfig(table);
        options.setWriteBufferManager(BUFFERS);
        options.setWriteBufferSize(8 * MIB);
        options.setCompressionType(CompressionType.LZ4_COMPRESSION);
    }

    /** Cache and write buffers belong to the process and outlive every store. */
    @Override
    public void close(String storeName, Options options) {}
}
