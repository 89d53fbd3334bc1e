import CMalloc
import Testing

@testable import HelpdeskDaemon

@Suite("Memory that is given back")
struct KeptMemoryTests {
    private static let mebibyte = 1 << 20

    /// Octets in pieces that are the system's own, while `count` pieces of a size are held.
    private static func mapped(holding count: Int, of size: Int) -> Int {
        let pieces = (0..<count).map { _ in malloc(size) }
        defer { for piece in pieces { free(piece) } }
        return mallinfo2().hblkhd
    }

    @Test("is the system's own for a large piece, though a larger one was let go before")
    func largePieces() {
        KeptMemory.bound()
        // Without the bound this would raise it to thirty mebibytes.
        free(malloc(30 * Self.mebibyte))
        let before = mallinfo2().hblkhd
        // Other tests take pieces of their own meanwhile, and let go of them.
        let some = 12 * Self.mebibyte
        let large = Self.mapped(holding: 8, of: 24 * Self.mebibyte) - before
        #expect(large > 8 * 24 * Self.mebibyte - some)
        let edge = Int(KeptMemory.largeMin)
        #expect(Self.mapped(holding: 64, of: edge) - before > 64 * edge - some)
        // What is smaller is the heap's.
        #expect(Self.mapped(holding: 64, of: edge - 64) - before < some)
    }

    @Test("is counted while it is held, in large pieces and in small ones")
    func allocated() {
        KeptMemory.bound()
        for (count, size) in [(2, 32 * Self.mebibyte), (65_536, 1_024)] {
            let before = KeptMemory.allocated
            let pieces = (0..<count).map { _ in malloc(size) }
            let held = KeptMemory.allocated - before
            for piece in pieces { free(piece) }
            let after = KeptMemory.allocated - before
            #expect(held > 60 * Self.mebibyte)
            #expect(after < 16 * Self.mebibyte)
        }
    }
}
