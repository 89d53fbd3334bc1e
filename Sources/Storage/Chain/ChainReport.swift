public import Cryptography
public import Foundation

/// What an examination of the chain came to.
public struct ChainReport: Sendable, Equatable {
    /// Seals that were read.
    public var seals: Int64 = 0
    /// Rows that a seal holds.
    public var rows: Int64 = 0
    /// Rows that are in no seal yet; the daemon seals once a second.
    public var unsealed: Int64 = 0
    /// The newest seal; nil when there is none.
    public var head: ChainHead?
    /// When the oldest seal was made; nil when there is none.
    public var beganAt: Date?
    /// What is wrong, at most ``faultsMax`` of it.
    public var faults: [ChainFault] = []
    /// How much is wrong.
    public var faultCount = 0

    /// Faults that are named; the others are counted.
    public static let faultsMax = 1_000

    mutating func note(_ fault: ChainFault) {
        faultCount += 1
        if faults.count < Self.faultsMax { faults.append(fault) }
    }
}

/// The newest seal of a chain, which stands for all of it.
public struct ChainHead: Sendable, Equatable {
    /// Its place in the chain, from 1.
    public var seal: Int64
    /// Of the seal, and so of everything before it.
    public var digest: Digest
    /// When it was made.
    public var at: Date

    /// Names every member.
    public init(seal: Int64, digest: Digest, at: Date) {
        (self.seal, self.digest, self.at) = (seal, digest, at)
    }
}

/// One thing that is wrong with the chain, by its name.
public enum ChainFault: Sendable, Equatable, CustomStringConvertible {
    /// The row is not what was sealed.
    case changed(table: String, id: Int64, seal: Int64)
    /// The row was sealed, or was to be, and is gone.
    case removed(table: String, id: Int64, seal: Int64?)
    /// The row came by another way than the desk's.
    case inserted(table: String, id: Int64)
    /// The row stands in two seals.
    case doubled(table: String, id: Int64, seal: Int64)
    /// The seal's own digest is not that of what it holds.
    case sealChanged(Int64)
    /// The seal does not follow from the one before it.
    case sealUnlinked(Int64)
    /// The seals in between are gone.
    case sealsMissing(from: Int64, to: Int64)
    /// A signed head says something else than the chain.
    case headDiffers(file: String, seal: Int64)
    /// A signed head is of a seal that the chain does not have.
    case headBeyond(file: String, seal: Int64)
    /// A signature is not that of the certificate.
    case headUnsigned(file: String)

    /// In words.
    public var description: String {
        switch self {
        case .changed(let table, let id, let seal):
            "row \(id) of \(table) was changed after seal \(seal)"
        case .removed(let table, let id, let seal?):
            "row \(id) of \(table) was removed after seal \(seal)"
        case .removed(let table, let id, nil):
            "row \(id) of \(table) was removed before it got a seal"
        case .inserted(let table, let id):
            "row \(id) of \(table) was inserted by something else than the desk"
        case .doubled(let table, let id, let seal):
            "row \(id) of \(table) is sealed once more in seal \(seal)"
        case .sealChanged(let seal): "seal \(seal) was changed"
        case .sealUnlinked(let seal): "seal \(seal) does not follow from the one before it"
        case .sealsMissing(let from, let to) where from == to: "seal \(from) is missing"
        case .sealsMissing(let from, let to): "seals \(from) to \(to) are missing"
        case .headDiffers(let file, let seal):
            "\(file) was signed over another seal \(seal) than the chain has"
        case .headBeyond(let file, let seal):
            "\(file) was signed over seal \(seal), which the chain does not have"
        case .headUnsigned(let file): "\(file) is not signed by the certificate"
        }
    }
}
