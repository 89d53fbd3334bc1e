import Cryptography
import Desk
import Foundation

/// A link of the chain: the digests of some rows, and that of the seal before it.
///
/// Whoever changes, removes or inserts a row afterwards breaks a digest; whoever mends that breaks
/// the next seal's, and so on to the head, which is signed and kept elsewhere.
struct Seal: Sendable, Equatable {
    /// One row that is sealed.
    struct Record: Sendable, Equatable {
        /// ``ChainedTable/source``.
        var source: Int64
        var id: Int64
        var digest: Digest
    }

    /// Without gaps, from 1.
    var id: Int64
    var at: Date
    /// In the order in which they were sealed.
    var records: [Record]
    /// The digest of the seal before; 32 times zero in front of the first.
    var previous: [UInt8]
    /// Of all of the above.
    var digest: Digest

    /// Most rows of one seal.
    static let recordsMax = 2_000
    /// What stands before the first.
    static let nothing = [UInt8](repeating: 0, count: 32)
    private static let recordBytes = 48

    /// The next link after `head`.
    init(_ records: [Record], after head: Seal?, at moment: Date) {
        id = (head?.id ?? 0) + 1
        // Times are kept in milliseconds, and the digest is of what is kept.
        at = Date(timeIntervalSince1970: (moment.timeIntervalSince1970 * 1_000).rounded() / 1_000)
        self.records = records
        previous = head?.digest.bytes ?? Self.nothing
        digest = Self.digest(id, at, Self.octets(records), previous)
    }

    /// Reads a row; nil when its columns cannot be those of a seal.
    init?(id: Int64, at: Date, records octets: [UInt8], previous: [UInt8], digest: [UInt8]) {
        guard let records = Self.records(octets), let digest = Digest(bytes: digest) else {
            return nil
        }
        (self.id, self.at, self.records) = (id, at, records)
        (self.previous, self.digest) = (previous, digest)
    }

    /// True when the digest is that of the rest.
    var isWhole: Bool { digest == Self.digest(id, at, recordOctets, previous) }

    /// The records as they are kept: table, id and digest of each.
    var recordOctets: [UInt8] { Self.octets(records) }

    private static func octets(_ records: [Record]) -> [UInt8] {
        var octets: [UInt8] = []
        octets.reserveCapacity(records.count * recordBytes)
        for record in records {
            octets += record.source.octets
            octets += record.id.octets
            octets += record.digest.bytes
        }
        return octets
    }

    private static func records(_ octets: [UInt8]) -> [Record]? {
        guard octets.count.isMultiple(of: recordBytes) else { return nil }
        return stride(from: 0, to: octets.count, by: recordBytes).compactMap { place in
            Digest(bytes: Array(octets[(place + 16)..<(place + recordBytes)])).map { digest in
                Record(
                    source: number(octets[place..<(place + 8)]),
                    id: number(octets[(place + 8)..<(place + 16)]),
                    digest: digest
                )
            }
        }
    }

    private static func number(_ octets: ArraySlice<UInt8>) -> Int64 {
        Int64(bitPattern: octets.reduce(0) { $0 << 8 | UInt64($1) })
    }

    private static func digest(
        _ id: Int64,
        _ at: Date,
        _ records: [UInt8],
        _ previous: [UInt8]
    ) -> Digest {
        let moment = Int64((at.timeIntervalSince1970 * 1_000).rounded())
        let title = Array("helpdesk seal 1\n".utf8)
        return Digest(
            of: title + id.octets + moment.octets + previous + Digest(of: records).bytes
        )
    }
}
