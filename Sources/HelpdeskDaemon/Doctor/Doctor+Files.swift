import Cryptography
import Foundation
import SIPProtocol
import Switchboard

extension Doctor {
    /// Who may read what only the daemon should.
    func secrets() -> [Finding] {
        var files = [
            configuration.staffFile, configuration.http.key, configuration.audit.key,
            configuration.switchboard?.sip?.certificates?.keyFile,
        ]
        .compactMap(\.self)
        if holdsSecret(path) { files.append(path) }
        let beside = URL(fileURLWithPath: path).deletingLastPathComponent()
        let folders: [String?] = [
            ProcessInfo.processInfo.environment["CREDENTIALS_DIRECTORY"],
            // /etc/helpdesk/credentials, where the file has its usual place.
            beside.appending(path: "credentials").path,
        ]
        for folder in folders.compactMap(\.self) {
            // A folder that is not there, or not ours to see, shows nothing.
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            files += names.map { "\(folder)/\($0)" }
        }
        let open = Set(files).sorted().compactMap { file -> Finding? in
            guard let mode = Self.mode(of: file), mode & 0o007 != 0 else { return nil }
            return .misconfigured(
                "\(file) holds a secret, and every user of this machine can read or write it",
                "chmod o= \(file)"
            )
        }
        return open.isEmpty ? [.well("\(Set(files).count) files, closed to other users")] : open
    }

    /// The permissions of a file; nil when it cannot be looked at.
    static func mode(of path: String) -> UInt32? {
        var found = stat()
        return stat(path, &found) == 0 ? found.st_mode & 0o7777 : nil
    }

    private func holdsSecret(_ file: String) -> Bool {
        // It was read a moment ago; gone meanwhile, it holds nothing.
        let text = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
        return text.contains(/(?m)^[^#\n]*password["']?: *[^ #\n]/)
            || text.contains(/:\/\/[^\/\s]+:[^\/\s]+@/)
    }

    /// The certificate of the HTTP door and its key.
    func certificate() -> [Finding] {
        guard let file = configuration.http.certificate, let keyFile = configuration.http.key else {
            let isHere = ["127.0.0.1", "::1", "localhost"].contains(configuration.http.host)
            if isHere { return [.well("none is set, and only this machine reaches the door")] }
            return [
                .advice(
                    "none is set, and other machines reach \(configuration.http.host)",
                    "set http.tls, or let a web server with TLS on this machine stand before it"
                )
            ]
        }
        if isUnseen(file) { return [] }
        // The certificate's end is told all the same.
        let isKeyUnseen = isUnseen(keyFile)
        let noKey: [UInt8]? = isKeyUnseen ? [] : nil
        guard let chain = FileManager.default.contents(atPath: file).map(Array.init),
            let key = FileManager.default.contents(atPath: keyFile).map(Array.init) ?? noKey,
            let own = Certificate(pem: chain)
        else {
            return [
                .misconfigured(
                    "\(file) is no certificate in PEM, or \(keyFile) cannot be read",
                    "put the server's own certificate first, then those between it and the authority"
                )
            ]
        }
        guard isKeyUnseen || Certificate.matches(certificatePEM: chain, keyPEM: key) else {
            return [
                .misconfigured(
                    "\(keyFile) is not the key of \(file), or needs a passphrase",
                    "take the key that the certificate was asked for with"
                )
            ]
        }
        let remedy =
            "renew it and reload the daemon; restart it where LoadCredential= hands it over"
        return [expiry(of: "\(own.subject)", own.notAfter, remedy)]
    }
}
