import CZstd
import Desk
import Synchronization

/// Octets as they lie in the store: made smaller where that is worth the while.
struct KeptOctets {
    /// In which form they lie; a number once given stays.
    enum Codec: Int64 {
        /// As they came.
        case plain = 0
        /// One frame of Zstandard (RFC 8878), which names ``CompressionDictionary`` where it needs it.
        case zstd = 1
    }

    private(set) var bytes: [UInt8]
    private(set) var codec: Codec
    /// How many octets they are decoded.
    private(set) var size: Int

    /// What was read from the store.
    init(bytes: [UInt8], codec: Codec, size: Int) {
        self.bytes = bytes
        self.codec = codec
        self.size = size
    }

    /// Octets to be kept: what does not become an eighth smaller stays as it is.
    init(_ plain: [UInt8]) {
        self.init(bytes: plain, codec: .plain, size: plain.count)
        guard plain.count >= Self.worthwhileMin, let smaller = Self.compressed(plain) else {
            return
        }
        guard smaller.count <= plain.count - plain.count / 8 else { return }
        (bytes, codec) = (smaller, .zstd)
    }

    /// Below this many octets a frame's own bookkeeping eats the gain.
    static let worthwhileMin = 256
    /// Above this many octets there is enough to refer to without ``CompressionDictionary``.
    static let dictionaryMax = 64 << 10
    private static let level: Int32 = 3

    /// The octets as they came.
    ///
    /// Decoding takes no more room than the size that was stored beside them, whatever they hold.
    func decoded() throws(DeskError) -> [UInt8] {
        switch codec {
        case .plain: return bytes
        case .zstd: return try decompressed()
        }
    }

    private func decompressed() throws(DeskError) -> [UInt8] {
        let declared = ZSTD_getFrameContentSize(bytes, bytes.count)
        guard size >= 0, declared == UInt64(size) else { throw Self.damaged }
        let dictionary: OpaquePointer?
        switch ZSTD_getDictID_fromFrame(bytes, bytes.count) {
        case 0: dictionary = nil
        case CompressionDictionary.id: dictionary = Self.unpackingDictionary
        default: throw .unavailable(cause: "the store holds octets that a newer program packed")
        }
        guard let context = ZSTD_createDCtx() else { throw .unavailable(cause: "out of memory") }
        defer { ZSTD_freeDCtx(context) }
        var written = 0
        let plain = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            // Without a dictionary it is as ZSTD_decompressDCtx(3).
            written = ZSTD_decompress_usingDDict(
                context,
                buffer.baseAddress,
                size,
                bytes,
                bytes.count,
                dictionary
            )
            count = ZSTD_isError(written) == 0 ? written : 0
        }
        guard ZSTD_isError(written) == 0, plain.count == size else { throw Self.damaged }
        return plain
    }

    private static let damaged = DeskError.unavailable(cause: "the store holds damaged octets")

    private static func compressed(_ plain: [UInt8]) -> [UInt8]? {
        let room = ZSTD_compressBound(plain.count)
        var isDone = false
        let bytes = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
            let written = written(plain, to: buffer.baseAddress, room)
            guard ZSTD_isError(written) == 0 else { return }
            (count, isDone) = (written, true)
        }
        // Out of memory, which is no reason to refuse a mail that fits as it is.
        return isDone ? bytes : nil
    }

    private static func written(
        _ plain: [UInt8],
        to place: UnsafeMutablePointer<UInt8>?,
        _ room: Int
    ) -> Int {
        // A large one takes long, and has working memory of its own: a transaction, which others wait
        // for, may want the other.
        guard plain.count <= dictionaryMax, let context, let packingDictionary else {
            return ZSTD_compress(place, room, plain, plain.count, level)
        }
        return turn.withLock { _ in
            ZSTD_compress_usingCDict(context, place, room, plain, plain.count, packingDictionary)
        }
    }

    /// The library's working memory, kept because it costs as much to make as a mail to compress:
    /// used by one thread at a time; nil when there was no room for it.
    nonisolated(unsafe) private static let context = ZSTD_createCCtx()
    private static let turn = Mutex(())

    // Read by any number of threads once they are made.
    nonisolated(unsafe) private static let packingDictionary = ZSTD_createCDict(
        CompressionDictionary.bytes,
        CompressionDictionary.bytes.count,
        level
    )
    nonisolated(unsafe) private static let unpackingDictionary = ZSTD_createDDict(
        CompressionDictionary.bytes,
        CompressionDictionary.bytes.count
    )
}
