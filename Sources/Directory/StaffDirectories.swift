public import Cryptography
public import Desk
public import Logging

/// The directory and the file of break-glass accounts, as one.
///
/// A user of the file is proved by the file and never by the directory: whoever could write an
/// entry of that name there would otherwise be that user. Everybody else is the directory's.
public struct StaffDirectories: StaffDirectory, StaffLookup {
    private let directory: (any StaffDirectory & StaffLookup)?
    private let file: StaffFile?
    private let logger: Logger

    /// Joins the two.
    ///
    /// - Precondition: there is at least one; a desk that nobody can enter is a mistake.
    public init(directory: (any StaffDirectory & StaffLookup)?, file: StaffFile?, logger: Logger) {
        precondition(directory != nil || file != nil, "nobody could ever log in")
        self.directory = directory
        self.file = file
        self.logger = logger
    }

    /// Proves a password where the user's account is, and answers who it belongs to.
    public func signIn(
        username: String,
        password: Password
    ) async throws(SignInError) -> StaffIdentity {
        if let file, directory == nil || file.knows(username) {
            return try await signIn(username, password, by: file)
        }
        guard let directory else { throw .refused }
        let identity: StaffIdentity
        do throws(SignInError) {
            identity = try await directory.signIn(username: username, password: password)
        } catch {
            // Only after a refusal: who gets in may well learn where their name is kept.
            if !error.isUnavailable { await file?.spendTime(on: password) }
            throw error
        }
        // Another spelling that the directory, but not the file, takes for the same name.
        guard file?.knows(identity.id) != true else {
            logger.warning(
                "directory login refused: the user is in the staff file",
                metadata: ["user": "\(identity.id)"]
            )
            throw .refused
        }
        return identity
    }

    /// Who is known by a user name, where their account is.
    public func person(named username: String) async throws(SignInError) -> StaffIdentity? {
        if let known = file?.identity(of: username) { return known }
        return try await directory?.person(named: username)
    }

    /// What is now known of somebody who logged in before, where their account is.
    public func current(_ staff: StaffIdentity) async throws(SignInError) -> StaffIdentity? {
        if staff.isBreakGlass { return file?.identity(of: staff.id) }
        // A name that the file has taken since is no longer the directory's.
        guard let directory, file?.knows(staff.id) != true else { return nil }
        return try await directory.current(staff)
    }

    private func signIn(
        _ username: String,
        _ password: Password,
        by file: StaffFile
    ) async throws(SignInError) -> StaffIdentity {
        do throws(SignInError) {
            let identity = try await file.signIn(username: username, password: password)
            logger.warning("break-glass login", metadata: ["user": "\(identity.id)"])
            return identity
        } catch {
            if let id = file.id(of: username) {
                logger.warning("break-glass login refused", metadata: ["user": "\(id)"])
            }
            throw error
        }
    }
}

extension SignInError {
    fileprivate var isUnavailable: Bool {
        if case .unavailable = self { true } else { false }
    }
}
