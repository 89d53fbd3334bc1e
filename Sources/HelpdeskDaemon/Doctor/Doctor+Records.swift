import Cryptography
import Desk
import Foundation
import Storage

extension Doctor {
    /// A head that is older than so many of its intervals is missed.
    static let headIntervalsMax = 3
    /// Records that wait for a seal; the daemon seals once a second.
    static let unsealedMax: Int64 = 20_000

    /// A file may be stamped by another machine's clock, so far ahead.
    static let clockSlack: TimeInterval = 60

    /// Whether the records' heads are signed and kept.
    func records() -> [Finding] { signing() + heads() }

    private func signing() -> [Finding] {
        guard let signer = configuration.audit.signer else {
            return [
                .advice(
                    "audit.certificate is not set: nobody signs the records",
                    "set it and audit.key; helpdesk.yaml says how to make them"
                )
            ]
        }
        if isUnseen(signer.certificate) { return [] }
        do throws(RecordSigner.Failure) {
            if !isUnseen(signer.key) { _ = try signer.sign(Array("doctor".utf8)) }
        } catch {
            return [.misconfigured("\(error)", "set audit.certificate and audit.key")]
        }
        let text = FileManager.default.contents(atPath: signer.certificate).map(Array.init) ?? []
        guard let certificate = Certificate(pem: text) else { return [] }
        return [
            expiry(
                of: "the records' \(certificate.subject)",
                certificate.notAfter,
                "make a new one, and put it above this one, which proves what was signed until now"
            )
        ]
    }

    private func heads() -> [Finding] {
        guard let path = configuration.audit.heads, let signer = configuration.audit.signer else {
            return configuration.audit.signer == nil
                ? []
                : [
                    .advice(
                        "audit.heads is not set: no head is signed by itself",
                        "set it, and copy that folder to another machine"
                    )
                ]
        }
        let folder = HeadFolder(path: path, signer: signer, desk: "")
        guard let newest = folder.newest(by: now() + Self.clockSlack) else {
            if let later = folder.newest(by: .distantFuture) {
                return [
                    .unavailable(
                        "\(later.file) is dated later than now: how old it is nobody knows",
                        "see that the clock is right; the daemon signs another within a minute"
                    )
                ]
            }
            return [
                .advice(
                    "there is no signed head in \(path) yet",
                    "see that the daemon runs and that the user helpdesk can write there"
                )
            ]
        }
        let minutes = Int(now().timeIntervalSince(newest.writtenAt) / 60)
        let detail = "the newest signed head is \(minutes) minutes old"
        guard minutes <= configuration.audit.headMinutes * Self.headIntervalsMax else {
            return [
                .unavailable("\(detail), in \(newest.file)", "journalctl -u helpdeskd says why")
            ]
        }
        return [.well(detail)]
    }

    /// Whether records wait too long for their seal.
    func seals(_ unsealed: Int64?) -> [Finding] {
        guard let waiting = unsealed else { return [] }
        guard waiting <= Self.unsealedMax else {
            return [
                .unavailable(
                    "\(waiting) records wait for a seal",
                    "see that the daemon runs: it seals once a second"
                )
            ]
        }
        return [.well("\(waiting) records wait for a seal")]
    }
}
