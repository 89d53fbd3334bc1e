import AsyncHTTPClient
import Cryptography
import DeskAPI
import Foundation
import NIOCore
import NIOPosix
import SIPProtocol
import Switchboard

extension Doctor {
    /// Whether calls reach the desk, as the running daemon sees it: nobody else is heard by the
    /// telephone system in its place.
    func telephones() async -> [Finding] {
        guard let switchboard = configuration.switchboard else {
            return [.well("no switchboard is set: calls are not handed off")]
        }
        guard let sip = switchboard.sip else {
            return [.well("people pass calls on: switchboard.driver is manual")]
        }
        var findings = [await telephoneSystem()]
        if let file = sip.certificates?.certificateFile, !isUnseen(file) {
            findings.append(telephoneCertificate(file))
        }
        return findings
    }

    private func telephoneSystem() async -> Finding {
        do {
            guard let word = try await health().checks[Self.telephonesCheck] else {
                return .advice(
                    "the daemon that runs has no telephones",
                    "it was started with another configuration: start it anew"
                )
            }
            if word == "ok" { return .well("the daemon and the telephone system hear each other") }
            return .unavailable(
                word,
                "citizens reach staff without the desk meanwhile, if the telephone system is set "
                    + "up for it; see switchboard.sip, and the journal"
            )
        } catch {
            if await isRefused() {
                return .well("the daemon does not run: the telephone system rings staff without it")
            }
            return .advice(
                "the daemon does not say how it stands with the telephones: \(error)",
                "journalctl -u helpdeskd says why"
            )
        }
    }

    /// True when nobody listens where the daemon would.
    private func isRefused() async -> Bool {
        do {
            let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .connectTimeout(.seconds(3))
                .connect(host: configuration.http.host, port: configuration.http.port).get()
            // It was only to see that somebody is there.
            try? await channel.close()
            return false
        } catch let error as NIOConnectionError {
            return error.connectionErrors.allSatisfy {
                ($0.error as? IOError)?.errnoCode == ECONNREFUSED
            }
        } catch {
            return (error as? IOError)?.errnoCode == ECONNREFUSED
        }
    }

    private func telephoneCertificate(_ path: String) -> Finding {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8),
            let certificate = Certificate(pem: Array(text.utf8))
        else {
            return .misconfigured(
                "the certificate \(path) cannot be read",
                "see switchboard.sip.certificate"
            )
        }
        return expiry(
            of: "the certificate \(path)",
            certificate.notAfter,
            "have it renewed and start the daemon anew, or calls are refused"
        )
    }
}
