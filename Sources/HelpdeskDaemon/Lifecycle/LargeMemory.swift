import CMalloc

/// What becomes of large pieces of memory that are not needed any more.
enum LargeMemory {
    /// From this many octets on a piece is the system's own and goes back to it as soon as it is let
    /// go: mails of many megabytes, and the tables that an index is built with.
    static let bytesMin: Int32 = 512 << 10

    /// Holds the C library to ``bytesMin``.
    ///
    /// By itself it raises the bound to the largest piece that was ever let go, up to 32 MiB
    /// (mallopt(3)), and a few large mails would then stay in the daemon's memory for good.
    static func goesBack() {
        let isSet = mallopt(M_MMAP_THRESHOLD, bytesMin)
        assert(isSet == 1, "any number of octets up to 32 MiB may be set")
    }
}
