import Cryptography
import Foundation
import Logging
import NIOCore
import NIOSSL
import ServiceLifecycle
import Synchronization

/// The door's certificate and key, read anew when the files change.
///
/// A connection keeps what it began with; the next handshake gets what is in force then. Files that
/// cannot be used leave the ones before in force: a renewal that went wrong closes no door.
final class CertificateFiles: Sendable {
    private let certificatePath: String
    private let keyPath: String
    private let logger: Logger
    private let now: @Sendable () -> Date
    private let held: Mutex<State>
    /// What was said of its end.
    private let told = LastTold<Standing>()

    /// How near its end a certificate is, where that matters.
    private enum Standing {
        case endsSoon
        case ended
    }

    private struct State {
        var inForce: Identity
        var stamp: Stamp
    }

    /// Who the door is.
    private struct Identity {
        var chain: [NIOSSLCertificateSource]
        /// When the door's own certificate ends.
        var end: Date?
        var key: NIOSSLPrivateKey

        var configuration: TLSConfiguration {
            .makeServerConfiguration(certificateChain: chain, privateKey: .privateKey(key))
        }

        var override: NIOSSLContextConfigurationOverride {
            var override = NIOSSLContextConfigurationOverride()
            override.certificateChain = chain
            override.privateKey = .privateKey(key)
            return override
        }
    }

    /// What tells one version of the files from another.
    private struct Stamp: Equatable {
        var certificate: Version
        var key: Version
    }

    private struct Version: Equatable {
        var inode: UInt64
        var bytes: UInt64
        var changedAt: Date

        init(_ path: String) throws {
            // Links are followed: certbot renews by pointing them elsewhere.
            let real = URL(filePath: path).resolvingSymlinksInPath().path
            let attributes = try FileManager.default.attributesOfItem(atPath: real)
            inode = (attributes[.systemFileNumber] as? NSNumber)?.uint64Value ?? 0
            bytes = (attributes[.size] as? NSNumber)?.uint64Value ?? 0
            changedAt = attributes[.modificationDate] as? Date ?? .distantPast
        }
    }

    /// Reads both files, in PEM.
    ///
    /// - Throws: when they cannot be read, or do not belong together.
    init(
        certificate: String,
        key: String,
        logger: Logger,
        now: @escaping @Sendable () -> Date = { Date() }
    ) throws {
        certificatePath = certificate
        keyPath = key
        self.logger = logger
        self.now = now
        let stamp = try Stamp(certificate: Version(certificate), key: Version(key))
        held = Mutex(State(inForce: try Self.read(certificate, key), stamp: stamp))
        tellOfEnd()
    }

    /// How the door speaks TLS; what it shows is looked up at each handshake.
    var configuration: TLSConfiguration {
        var configuration = current.configuration
        configuration.minimumTLSVersion = .tlsv12
        configuration.sslContextCallback = { [self] _, promise in promise.succeed(current.override)
        }
        return configuration
    }

    private var current: Identity { held.withLock { $0.inForce } }

    /// Reads the files again if they are others than before.
    ///
    /// - Parameter isAsked: true where an operator wants it, who is told once more of what is wrong.
    func reload(isAsked: Bool = false) {
        if isAsked { _ = told.changes(to: nil) }
        readAnew()
        tellOfEnd()
    }

    private func readAnew() {
        do {
            let stamp = try Stamp(certificate: Version(certificatePath), key: Version(keyPath))
            guard held.withLock({ $0.stamp }) != stamp else { return }
            let new = try Self.read(certificatePath, keyPath)
            held.withLock { $0 = State(inForce: new, stamp: stamp) }
            logger.notice("TLS certificate taken over", metadata: ["path": "\(certificatePath)"])
        } catch {
            logger.error(
                "TLS certificate not taken over, the one before stays in force",
                metadata: ["path": "\(certificatePath)", "error": "\(error)"]
            )
        }
    }

    /// Says that the certificate has ended, or soon will: clients turn away at the door, and what they
    /// say of it tells nobody here.
    private func tellOfEnd() {
        guard let end = current.end else { return }
        let moment = now()
        let soon = moment + TimeInterval(Doctor.certificateDaysMin) * 86_400
        let standing: Standing? = end <= moment ? .ended : end < soon ? .endsSoon : nil
        guard told.changes(to: standing), let standing else { return }
        let metadata: Logger.Metadata = [
            "path": "\(certificatePath)", "end": "\(end.formatted(.iso8601))",
        ]
        switch standing {
        case .endsSoon:
            logger.warning("the TLS certificate ends soon: renew it", metadata: metadata)
        case .ended:
            logger.error(
                "THE TLS CERTIFICATE HAS ENDED, clients refuse the door: renew it",
                metadata: metadata
            )
        }
    }

    private static func read(_ certificate: String, _ key: String) throws -> Identity {
        let identity = Identity(
            chain: try NIOSSLCertificate.fromPEMFile(certificate).map { .certificate($0) },
            end: FileManager.default.contents(atPath: certificate)
                .flatMap { Certificate(pem: Array($0))?.notAfter },
            key: try NIOSSLPrivateKey(file: key, format: .pem)
        )
        // Says at once whether the two belong together; a handshake would only say that it failed.
        _ = try NIOSSLContext(configuration: identity.configuration)
        return identity
    }
}

/// Looks once a minute whether the certificate was renewed; a reload looks at once.
struct CertificateWatch: Service {
    let files: CertificateFiles

    private static let interval: Duration = .seconds(60)

    func run() async throws {
        await every(Self.interval) { files.reload() }
    }
}
