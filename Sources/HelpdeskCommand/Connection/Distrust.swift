import Foundation
import NIOCore
import NIOPosix
import NIOSSL

/// Why a server is not believed to be the one it says.
enum Distrust: Sendable, Equatable {
    /// Nobody whom we trust vouches for it.
    case unknown
    /// It shows no certificate at all: what answers there speaks something else.
    case silent
    /// A certificate was good until then.
    case expired(Date)
    /// A certificate is good from then on only; as often as not our own clock is wrong.
    case early(Date)
    /// The certificate is for another name.
    case otherName

    /// What is wrong with the certificates that a server showed, as far as their days tell.
    init(_ certificates: [NIOSSLCertificate], at now: Date) {
        let spans = certificates.map { certificate in
            (
                first: Date(timeIntervalSince1970: TimeInterval(certificate.notValidBefore)),
                last: Date(timeIntervalSince1970: TimeInterval(certificate.notValidAfter))
            )
        }
        if let end = spans.map(\.last).min(), end < now {
            self = .expired(end)
        } else if let start = spans.map(\.first).max(), start > now {
            self = .early(start)
        } else {
            self = certificates.isEmpty ? .silent : .unknown
        }
    }

    /// What the clerk is told of it, and who can do something.
    func phrase(of server: ServerAddress) -> Phrase {
        switch self {
        case .unknown:
            Phrase(
                "\(server) kunde inte visa vem den är: ingen som den här datorn litar på går i god"
                    + " för den. Har den ett certifikat av egen utfärdare, ange den med --ca-file.",
                "\(server) could not prove who it is: nobody whom this machine trusts vouches for"
                    + " it. If its certificate is of a private authority, name that with --ca-file."
            )
        case .silent:
            Phrase(
                "\(server) visade inget certifikat. Kontrollera adressen: svarar den med https?",
                "\(server) showed no certificate. Check the address: does it answer with https?"
            )
        case .expired(let moment):
            Phrase(
                "Certifikatet för \(server) gick ut \(Self.day(moment)). Den som sköter servern"
                    + " måste byta det; härifrån går inget att göra.",
                "The certificate of \(server) expired on \(Self.day(moment)). Whoever runs the"
                    + " server has to renew it; nothing can be done from here."
            )
        case .early(let moment):
            Phrase(
                "Certifikatet för \(server) gäller först från \(Self.day(moment)). Går den här"
                    + " datorns klocka rätt?",
                "The certificate of \(server) is good only from \(Self.day(moment)) on. Is the"
                    + " clock of this machine right?"
            )
        case .otherName:
            Phrase(
                "Certifikatet som \(server) visar är för ett annat namn. Kontrollera adressen.",
                "The certificate that \(server) shows is for another name. Check the address."
            )
        }
    }

    private static func day(_ moment: Date) -> String {
        moment.formatted(.iso8601.year().month().day())
    }
}

extension ServerAddress {
    /// Which certificates the server shows, whatever they are worth; none when it shows none in time.
    ///
    /// The library that checks them says only that it did not like them. So they are looked at again,
    /// over a connection that is refused in any case: nothing is ever sent on it.
    func certificates(within limit: Duration) async -> [NIOSSLCertificate] {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let shown = loop.makePromise(of: [NIOSSLCertificate].self)
        // An address is no name that a server could be asked for (RFC 6066 §3).
        let name = host.contains(where: \.isLetter) && !host.contains(":") ? host : nil
        let connection = ClientBootstrap(group: loop)
            .connectTimeout(TimeAmount(limit))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let handler = try NIOSSLClientHandler(
                        context: NIOSSLContext(configuration: .makeClientConfiguration()),
                        serverHostname: name,
                        customVerificationCallback: { certificates, verdict in
                            shown.succeed(certificates)
                            verdict.succeed(.failed)
                        }
                    )
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
            }
            .connect(host: host, port: port ?? 443)
        connection.whenFailure { _ in shown.succeed([]) }
        connection.whenSuccess { channel in
            channel.closeFuture.whenComplete { _ in shown.succeed([]) }
        }
        let timer = loop.scheduleTask(in: TimeAmount(limit)) { shown.succeed([]) }
        let certificates = try? await shown.futureResult.get()
        timer.cancel()
        connection.whenSuccess { $0.close(promise: nil) }
        return certificates ?? []
    }
}
