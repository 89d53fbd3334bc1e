import Testing

@testable import Cryptography

@Suite("The cost of a signature")
struct SignatureShapeTests {
    /// An element of a tag and with a length, or with an end instead of one.
    private func element(_ tag: UInt8, _ content: [UInt8], isOpen: Bool = false) -> [UInt8] {
        if isOpen { return [tag, 0x80] + content + [0, 0] }
        let count = content.count
        guard count > 0x7F else { return [tag, UInt8(count)] + content }
        return [tag, 0x83, UInt8(count >> 16), UInt8(count >> 8 & 0xFF), UInt8(count & 0xFF)]
            + content
    }

    private func list(_ count: Int) -> [UInt8] { (0..<count).flatMap { _ in element(0x30, []) } }

    private func signature(
        algorithms: Int = 1,
        certificates: Int = 1,
        signers: Int = 1,
        content: Int = 10,
        revocations: Int = 0,
        isOpen: Bool = false
    ) -> [UInt8] {
        let words = element(0x04, [UInt8](repeating: 0x61, count: content))
        let signed =
            element(0x02, [1]) + element(0x31, list(algorithms), isOpen: isOpen)
            + element(
                0x30,
                element(0x06, [0x2A]) + element(0xA0, words, isOpen: isOpen),
                isOpen: isOpen
            )
            + (certificates > 0 ? element(0xA0, list(certificates), isOpen: isOpen) : [])
            + (revocations > 0 ? element(0xA1, [UInt8](repeating: 0, count: revocations)) : [])
            + element(0x31, list(signers), isOpen: isOpen)
        return element(
            0x30,
            element(0x06, [0x2A])
                + element(0xA0, element(0x30, signed, isOpen: isOpen), isOpen: isOpen),
            isOpen: isOpen
        )
    }

    @Test("is known whether its lengths are written or its ends", arguments: [false, true])
    func counts(isOpen: Bool) throws {
        let octets = signature(algorithms: 2, certificates: 3, signers: 4, isOpen: isOpen)
        let shape = try #require(SignatureShape(octets))
        #expect(shape.digestAlgorithms == 2 && shape.certificates == 3 && shape.signers == 4)
        #expect(shape.isAffordable)
        #expect(try #require(SignatureShape(signature(certificates: 0))).certificates == 0)
    }

    @Test("is too high past each limit", arguments: [false, true])
    func limits(isOpen: Bool) {
        func isAffordable(_ octets: [UInt8]) -> Bool? { SignatureShape(octets)?.isAffordable }
        for (limit, count) in [(true, 10), (false, 11)] {
            #expect(isAffordable(signature(algorithms: count, isOpen: isOpen)) == limit)
            #expect(isAffordable(signature(signers: count, isOpen: isOpen)) == limit)
        }
        #expect(isAffordable(signature(certificates: 100, isOpen: isOpen)) == true)
        #expect(isAffordable(signature(certificates: 101, isOpen: isOpen)) == false)
        // What it is about may be as long as a mail; the rest may not.
        #expect(isAffordable(signature(content: 2_000_000, isOpen: isOpen)) == true)
        #expect(isAffordable(signature(revocations: 1_048_000, isOpen: isOpen)) == true)
        #expect(isAffordable(signature(revocations: 1_049_000, isOpen: isOpen)) == false)
    }

    @Test("of what is cut off or is none is not known", arguments: [false, true])
    func damaged(isOpen: Bool) {
        let octets = signature(isOpen: isOpen)
        for count in 0..<octets.count {
            let shape = SignatureShape(Array(octets[..<count]))
            // The ends of what stands around it close nothing that is counted.
            #expect(shape == nil || (isOpen && octets.count - count <= 6))
        }
        for index in octets.indices {
            for octet: UInt8 in [0, 0x1F, 0x7F, 0x80, 0x88, 0xFF] {
                var damaged = octets
                damaged[index] = octet
                _ = SignatureShape(damaged)
            }
        }
    }
}
