import Foundation
import Testing

@testable import Desk

@Suite("The proof of a ticket")
struct TicketProofTests {
    private let proof = TicketProof(keys: [.random(id: "a")])
    private let ticket = TicketNumber(rawValue: 1042)

    @Test("comes back from an address, whatever the way did to its case")
    func replyToken() {
        let token = proof.replyToken(for: ticket)
        #expect(proof.ticket(replyToken: token[...]) == ticket)
        #expect(proof.ticket(replyToken: token.uppercased()[...]) == ticket)
        // RFC 5321 §4.5.3.1.1 allows 64 octets before the @.
        #expect("support+\(token)".utf8.count <= 64)
    }

    @Test("comes back from a Message-ID of ours")
    func messageID() {
        let unique = UUIDv7(at: .now)
        let id = proof.messageID(for: ticket, unique: unique, domain: "example.org")
        #expect(proof.ticket(messageID: id) == ticket)
        #expect(id != proof.messageID(for: ticket, unique: UUIDv7(at: .now), domain: "example.org"))
    }

    @Test("does not survive any other character")
    func forged() {
        let token = Array(proof.replyToken(for: ticket))
        for place in token.indices {
            for other in "ab27-" where other != token[place] {
                var forged = token
                forged[place] = other
                #expect(proof.ticket(replyToken: String(forged)[...]) == nil)
            }
        }
        for length in token.indices {
            #expect(proof.ticket(replyToken: String(token.prefix(length))[...]) == nil)
        }
    }

    @Test("of an address is none in a Message-ID")
    func purposes() {
        let parts = proof.replyToken(for: ticket).split(separator: "-")
        let unique = String(repeating: "a", count: 26)
        #expect(proof.ticket(messageID: "\(parts[0]).\(unique).a.\(parts[2])@example.org") == nil)
    }

    @Test("of an old key still holds, of a strange one never")
    func rotation() {
        let old = TicketProof.Key.random(id: "a")
        let letter = TicketProof(keys: [old]).replyToken(for: ticket)
        let rotated = TicketProof(keys: [.random(id: "b"), old])
        #expect(rotated.ticket(replyToken: letter[...]) == ticket)
        #expect(proof.ticket(replyToken: letter[...]) == nil)
    }

    @Test("follows keys that are changed meanwhile, in every copy")
    func replaced() {
        let old = TicketProof.Key.random(id: "a")
        let proof = TicketProof(keys: [old])
        let copy = proof
        let letter = proof.replyToken(for: ticket)
        proof.replaceKeys(with: [.random(id: "b"), old])
        #expect(copy.replyToken(for: ticket).contains("-b-"))
        #expect(copy.ticket(replyToken: letter[...]) == ticket)
        proof.replaceKeys(with: [.random(id: "b")])
        #expect(copy.ticket(replyToken: letter[...]) == nil)
    }
}

@Suite("A UUID of version 7")
struct UUIDv7Tests {
    @Test("is greater than the one before, in the same millisecond and after the clock went back")
    func order() {
        let moment = Date(timeIntervalSince1970: 4_000_000_000)
        var last = UUIDv7(at: moment)
        for step in 0..<10_000 {
            let next = UUIDv7(at: moment - Double(step % 3))
            #expect(last < next)
            last = next
        }
    }

    @Test("reads back from its text, and from nothing else")
    func text() {
        let id = UUIDv7(at: .now)
        #expect(UUIDv7(id.description) == id)
        #expect(UUIDv7(id.description.uppercased()) == id)
        for wrong in ["", "x", String(id.description.dropLast()), id.description + "0"] {
            #expect(UUIDv7(wrong) == nil)
        }
    }
}
