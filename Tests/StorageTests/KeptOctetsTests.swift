import Desk
import Testing

@testable import Storage

@Suite("Octets kept in the store")
struct KeptOctetsTests {
    private func text(_ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(ascii: "a") + UInt8($0 / 7 % 5) }
    }

    private func noise(_ count: Int) -> [UInt8] {
        var random = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
    }

    @Test("come back as they were, whatever they are and however many")
    func roundTrip() throws {
        let least = KeptOctets.worthwhileMin
        for count in [0, 1, least - 1, least, least + 1, 4_096, 3_000_000] {
            for bytes in [text(count), noise(count)] {
                let kept = KeptOctets(bytes)
                #expect(kept.size == count)
                #expect(try kept.decoded() == bytes, "\(count)")
            }
        }
    }

    @Test("become smaller where they can and are left alone where they cannot")
    func codec() {
        #expect(KeptOctets(text(4_096)).codec == .zstd)
        #expect(KeptOctets(text(4_096)).bytes.count < 512)
        #expect(KeptOctets(noise(4_096)).codec == .plain)
        #expect(KeptOctets(noise(4_096)).bytes.count == 4_096)
        #expect(KeptOctets(text(KeptOctets.worthwhileMin - 1)).codec == .plain)
        #expect(KeptOctets(text(KeptOctets.worthwhileMin)).codec == .zstd)
    }

    @Test("are refused, not made into something else, when they or their size are damaged")
    func damaged() {
        let kept = KeptOctets(text(4_096))
        for size in [-1, 0, 4_095, 4_097, Int.max] {
            let wrong = KeptOctets(bytes: kept.bytes, codec: .zstd, size: size)
            #expect(throws: DeskError.self, "\(size)") { try wrong.decoded() }
        }
        for count in 0..<kept.bytes.count {
            let cut = KeptOctets(bytes: Array(kept.bytes.prefix(count)), codec: .zstd, size: 4_096)
            #expect(throws: DeskError.self, "\(count)") { try cut.decoded() }
        }
        for place in kept.bytes.indices {
            var bytes = kept.bytes
            bytes[place] ^= 0x40
            let flipped = KeptOctets(bytes: bytes, codec: .zstd, size: 4_096)
            // Some damage cannot be seen here; the digest they are kept under tells it.
            if let decoded = try? flipped.decoded() { #expect(decoded.count == 4_096) }
        }
    }
}
