import AsyncHTTPClient
import Foundation
import NIOCore
import NIOPosix
import NIOSSL

/// How one sending of a request went wrong.
enum Mishap: Error {
    /// The server said no.
    case refused(Refusal)
    /// No connection: nothing was sent.
    case unreached
    /// The connection broke: whether the server acted is not known.
    case broken
    /// It took longer than ``ConnectionLimits/total``.
    case slow
    /// The server could not prove who it is.
    case untrusted(Distrust)
    /// The answer is larger than any of this API.
    case oversized
    /// What answered is no helpdesk.
    case foreign
    /// The clerk does not want to wait any longer.
    case cancelled

    /// Sorts the errors of the libraries below.
    init(_ error: any Error) {
        switch error {
        case let mishap as Mishap:
            self = mishap
        case is CancellationError:
            self = .cancelled
        case let error as HTTPClientError where error == .cancelled:
            self = .cancelled
        case let error as HTTPClientError where error == .deadlineExceeded || error == .readTimeout:
            self = .slow
        case let error as HTTPClientError
        where error == .connectTimeout || error == .tlsHandshakeTimeout:
            self = .unreached
        // A name's addresses are tried in turn, the address that a clerk has given alone.
        case is NIOConnectionError:
            self = .unreached
        case let error as IOError where error.errnoCode == ECONNREFUSED:
            self = .unreached
        case let error as NIOSSLError:
            self = Self.handshake(error)
        case let error as NIOSSLExtraError:
            self = .untrusted(error == .failedToValidateHostname ? .otherName : .unknown)
        case is NIOTooManyBytesError:
            self = .oversized
        default:
            self = .broken
        }
    }

    private static func handshake(_ error: NIOSSLError) -> Mishap {
        switch error {
        case .handshakeFailed, .unableToValidateCertificate, .noCertificateToValidate,
            .failedToLoadCertificate, .failedToLoadPrivateKey:
            .untrusted(.unknown)
        default:
            .broken
        }
    }

    /// True when sending the same once more may help.
    var isWorthRepeating: Bool {
        switch self {
        case .unreached, .broken, .slow: true
        case .refused(let refusal): [502, 503, 504].contains(refusal.status)
        case .untrusted, .oversized, .foreign, .cancelled: false
        }
    }

    /// True when the server may still be at it, or done by now.
    var leavesDoubt: Bool {
        switch self {
        case .broken, .slow, .cancelled: true
        // A door before the server says that this has not answered it, not what it did.
        case .refused(let refusal): [500, 502, 504].contains(refusal.status)
        case .unreached, .untrusted, .oversized, .foreign: false
        }
    }

    /// What the clerk is told about it; `mayBeDone` when trying again might do it twice.
    func failure(at server: ServerAddress, mayBeDone: Bool = false) -> CommandFailure {
        switch self {
        case .refused(var refusal):
            if mayBeDone, refusal.isTemporary { refusal.hint = CommandFailure.lookFirst }
            return .refused(refusal)
        case .unreached:
            let event = Phrase(
                "\(server) går inte att nå. Kontrollera nätet och adressen.",
                "\(server) cannot be reached. Check the network and the address."
            )
            return .unavailable(mayBeDone ? event.followed(by: CommandFailure.lookFirst) : event)
        case .broken:
            return .unavailable(
                Phrase(
                    "Förbindelsen med \(server) bröts.",
                    "The connection to \(server) broke."
                )
                .followed(by: mayBeDone ? CommandFailure.lookFirst : Self.again)
            )
        case .slow:
            return .unavailable(
                Phrase("\(server) svarade inte i tid.", "\(server) did not answer in time.")
                    .followed(by: mayBeDone ? CommandFailure.lookFirst : Self.again)
            )
        case .untrusted(let reason): return .unavailable(reason.phrase(of: server))
        case .foreign: return .notUnderstood
        case .cancelled: return mayBeDone ? .interrupted : .cancelled
        case .oversized:
            return .unavailable(
                Phrase(
                    "\(server) svarade med mer än helpdesk tar emot.",
                    "\(server) answered with more than helpdesk takes in."
                )
            )
        }
    }

    private static let again = Phrase("Försök igen om en stund.", "Try again in a while.")
}
