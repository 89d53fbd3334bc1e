import CZstd
import Cryptography
import Desk
import Foundation
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

    @Test("are written with the dictionary up to its limit, and say so")
    func dictionary() throws {
        let most = KeptOctets.dictionaryMax
        for (count, id) in [(most - 1, 40_001), (most, 40_001), (most + 1, 0)] {
            let kept = KeptOctets(text(count))
            #expect(ZSTD_getDictID_fromFrame(kept.bytes, kept.bytes.count) == UInt32(id))
            #expect(try kept.decoded() == text(count))
        }
        let receipt = Array(Self.receipt.utf8)
        let letter = receipt + receipt.map { $0 ^ 1 } + receipt
        #expect(KeptOctets(letter).bytes.count < letter.count / 2)
    }

    @Test("are read as long as the dictionary is what it was on the day they were written")
    func dictionaryStays() throws {
        #expect(
            Digest(of: CompressionDictionary.bytes).hexadecimal
                == "98c2cb969c7a6066a5fef69a14044a90668a307c2920e9700f2b1c7f3d5877fa"
        )
        let frame = try #require(Data(base64Encoded: "KLUv/SJBnHWFAAAoIDcuCgoC/KdYD9F9NCEC"))
        let size = Self.receipt.utf8.count
        let kept = KeptOctets(bytes: Array(frame), codec: .zstd, size: size)
        #expect(try kept.decoded() == Array(Self.receipt.utf8))
    }

    @Test("are refused when they need a dictionary that is not here")
    func foreignDictionary() throws {
        var bytes = KeptOctets(text(4_096)).bytes
        // Magic number, descriptor, then two octets that name it (RFC 8878 section 3.1.1.1.3).
        #expect(Array(bytes[5..<7]) == [0x41, 0x9C])
        bytes[5] += 1
        let foreign = KeptOctets(bytes: bytes, codec: .zstd, size: 4_096)
        #expect(throws: DeskError.self) { try foreign.decoded() }
    }

    private static let receipt = """
        Tack för ditt meddelande. Vi har fått det, och det har ärendenummer 7.
        En handläggare läser det och svarar dig.

        """
}
