import Cryptography
import Foundation

/// How the chain of records is signed.
///
/// - Configuration keys:
///   - `audit.certificate`, `audit.key` (paths of PEM files, optional): both or neither.
///   - `audit.heads` (path, optional): the folder of signed heads; wants both of them.
///   - `audit.head-minutes` (int, minutes, default 60, 1…10 080): how often a head is signed.
///   - `audit.heads-keep` (int, default 10 000, 1…1 000 000): how many of them stay.
struct AuditSettings: Sendable {
    var certificate: String?
    var key: String?
    var heads: String?
    var headMinutes = 60
    var headsKeep = 10_000

    /// Who signs; nil when nobody is named.
    var signer: RecordSigner? {
        guard let certificate, let key else { return nil }
        return RecordSigner(certificate: certificate, key: key)
    }
}

extension AuditSettings {
    init(_ reader: inout SettingsReader) {
        certificate = reader.existingFile("audit.certificate")
        key = reader.existingFile("audit.key")
        heads = reader.text("audit.heads")
        headMinutes = reader.number("audit.head-minutes", default: 60, in: 1...10_080)
        headsKeep = reader.number("audit.heads-keep", default: 10_000, in: 1...1_000_000)
        if (certificate == nil) != (key == nil) {
            reader.note("audit", nil, "needs both certificate and key, or neither")
        }
        if let heads, !heads.hasPrefix("/") {
            reader.note("audit.heads", heads, "must be the full path of a folder")
        }
        if let heads, certificate == nil {
            reader.note("audit.heads", heads, "wants audit.certificate and audit.key beside it")
        }
    }
}

/// The certificate and key that sign records, read whenever they are used: a renewed one counts at
/// once.
struct RecordSigner: Sendable {
    var certificate: String
    var key: String

    /// Why there is no signature, in words for the operator.
    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    /// Signs octets; PEM.
    func sign(_ content: [UInt8]) throws(Failure) -> [UInt8] {
        do throws(CMS.Failure) {
            return try CMS.sign(
                content,
                certificatePEM: try Self.read(certificate),
                keyPEM: try Self.read(key)
            )
        } catch {
            switch error {
            case .noCertificate:
                throw Failure(description: "\(certificate) holds no certificate in PEM")
            case .noKey: throw Failure(description: "\(key) holds no key without a passphrase")
            case .unusable: throw Failure(description: "\(key) is not the key of \(certificate)")
            }
        }
    }

    /// What was signed; nil when it was by none of the file's certificates.
    func verified(_ signed: [UInt8]) -> [UInt8]? {
        // A file that is gone signs nothing.
        let known = (try? Self.read(certificate)) ?? []
        return CMS.verified(signed, by: known)
    }

    private static func read(_ path: String) throws(CMS.Failure) -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw .noCertificate
        }
        return Array(data)
    }
}
