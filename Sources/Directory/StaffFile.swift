public import Cryptography
public import Desk
import Foundation
public import Logging
public import NIOPosix

/// Accounts in a file, for the day the directory is away (break-glass accounts).
///
/// The file is YAML:
/// ```yaml
/// staff:
///   - user: nina
///     name: Nina Nord
///     mail: nina@example.org        # optional
///     hash: $y$j9T$…                # crypt(3); `mkpasswd` makes one
///     roles: [agent, administrator]
///     queues: [e-service]           # optional; empty means all
/// ```
/// It is read once. User names ignore case and outer space, so that no other spelling of an
/// account's name goes to the directory instead.
public struct StaffFile: StaffDirectory {
    /// The most octets of a file that are read.
    public static let fileBytesMax = 1 << 20

    private let accounts: [FoldedUsername: StaffFileAccount]
    private let decoyHash: String?
    private let threads: BoundedThreads
    private let passwordBytesMax: Int

    /// Reads the accounts from the text of a file.
    ///
    /// - Parameters:
    ///   - yaml: the whole text.
    ///   - pool: threads for hashing, which is slow on purpose.
    ///   - passwordBytesMax: the longest password that is tried.
    ///   - signInsMax: how many may wait or run at once.
    /// - Throws: every mistake of the file at once; no message repeats a hash.
    public init(
        yaml: String,
        pool: NIOThreadPool,
        passwordBytesMax: Int = 512,
        signInsMax: Int = 64
    ) throws(StaffFileProblems) {
        let list = try StaffFileAccount.read(yaml)
        accounts = Dictionary(uniqueKeysWithValues: list.map { (FoldedUsername($0.id), $0) })
        decoyHash = list.first?.hash
        threads = BoundedThreads(pool, jobsMax: signInsMax)
        self.passwordBytesMax = passwordBytesMax
    }

    /// Reads the accounts from a file, and warns when others than its owner and group may read it.
    public init(
        path: String,
        pool: NIOThreadPool,
        logger: Logger,
        passwordBytesMax: Int = 512,
        signInsMax: Int = 64
    ) throws(StaffFileProblems) {
        let (text, mode) = try Self.contents(of: path)
        if mode & 0o007 != 0 {
            logger.warning(
                "staff file is open to everybody: chmod o= closes it",
                metadata: ["path": "\(path)", "mode": "\(String(mode & 0o777, radix: 8))"]
            )
        }
        try self.init(
            yaml: text,
            pool: pool,
            passwordBytesMax: passwordBytesMax,
            signInsMax: signInsMax
        )
    }

    /// True when the file has an account by this name.
    public func knows(_ username: String) -> Bool { accounts[FoldedUsername(username)] != nil }

    /// What the file says of an account; nil when it has none of that name.
    func identity(of username: String) -> StaffIdentity? {
        accounts[FoldedUsername(username)]?.identity
    }

    /// The account's user name in the spelling of the file.
    func id(of username: String) -> String? { accounts[FoldedUsername(username)]?.id }

    /// Compares a password with the account's hash.
    ///
    /// An unknown user costs one hash as well, so that the time does not tell who has an account.
    public func signIn(
        username: String,
        password: Password
    ) async throws(SignInError) -> StaffIdentity {
        guard !password.isEmpty, !password.containsNUL else { throw .refused }
        guard password.bytesCount <= passwordBytesMax else { throw .refused }
        let account = accounts[FoldedUsername(username)]
        guard let hash = account?.hash ?? decoyHash else { throw .refused }
        guard let isRight = await threads.run({ password.matches(hash: hash) }) else {
            throw .unavailable(cause: "too many sign-ins at once, or shutting down")
        }
        guard isRight, let account else { throw .refused }
        return account.identity
    }

    /// Costs what a wrong password of an account costs, so that the time of somebody else's refusal
    /// does not tell who has an account here.
    func spendTime(on password: Password) async {
        guard !password.isEmpty, !password.containsNUL else { return }
        guard password.bytesCount <= passwordBytesMax, let decoyHash else { return }
        _ = await threads.run { password.matches(hash: decoyHash) }
    }

    private static func contents(
        of path: String
    ) throws(StaffFileProblems) -> (text: String, mode: Int) {
        let data: Data
        let mode: Int
        do {
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            mode = (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0
            let size = (attributes[.size] as? NSNumber)?.intValue ?? 0
            guard size <= fileBytesMax else {
                throw StaffFileProblems("\(path) is over \(fileBytesMax) octets")
            }
            data = try Data(contentsOf: URL(fileURLWithPath: path))
        } catch let problems as StaffFileProblems {
            throw problems
        } catch {
            throw StaffFileProblems("\(path) cannot be read")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw StaffFileProblems("\(path) is not UTF-8")
        }
        return (text, mode)
    }
}
