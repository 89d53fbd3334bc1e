import Foundation

/// A certificate authority for the length of a test, made with the openssl command.
public final class TestAuthority: Sendable {
    /// A certificate and its key, as files in PEM.
    public struct Certificate: Sendable {
        /// The certificate.
        public let file: String
        /// The private key, not encrypted.
        public let keyFile: String
    }

    /// The authority's own certificate, what a client has to trust.
    public let caFile: String
    private let keyFile: String
    private let folder: TemporaryFolder

    /// Makes the authority's key and certificate.
    public init() throws {
        folder = try TemporaryFolder("authority")
        caFile = folder.path("ca.pem")
        keyFile = folder.path("ca.key")
        try openssl(
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                "-subj", "/CN=Test authority", "-days", "2", "-keyout", keyFile, "-out", caFile,
                "-addext", "keyUsage=critical,keyCertSign",
            ],
            in: folder
        )
    }

    /// Signs a server certificate for an address and writes it to a folder.
    ///
    /// - Parameters:
    ///   - target: where the certificate and its key go.
    ///   - names: the subject alternative names, in openssl's form.
    /// - Returns: where they are.
    /// - Throws: what openssl said.
    public func serverCertificate(
        in target: TemporaryFolder,
        names: String
    ) throws -> Certificate {
        let certificate = Certificate(
            file: target.path("server.pem"),
            keyFile: target.path("server.key")
        )
        try openssl(
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                "-subj", "/CN=127.0.0.1", "-days", "2", "-CA", caFile, "-CAkey", keyFile,
                "-keyout", certificate.keyFile, "-out", certificate.file,
                "-addext", "subjectAltName=\(names)",
                "-addext", "basicConstraints=critical,CA:FALSE",
            ],
            in: target
        )
        return certificate
    }

    private func openssl(_ arguments: [String], in target: TemporaryFolder) throws {
        try LoopbackProcess.run(
            "/usr/bin/openssl",
            arguments,
            logPath: target.path("openssl.log")
        )
    }
}
