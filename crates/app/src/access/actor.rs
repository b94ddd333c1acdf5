use bellwether_kernel::{Date, PersonId, ProgramId, SignInId};

bellwether_db::row! {
    /// A program that somebody coordinates, as the navigation shows it.
    pub struct Coordinated {
        /// The program.
        pub program: ProgramId,
        /// Its name.
        pub name: String,
        /// Its last day.
        pub ends_on: Date,
    }
}

/// Who is signed in.
#[derive(Debug, Clone)]
pub struct Actor {
    /// The sign-in by which they are known.
    pub sign_in: SignInId,
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Whether they administer the installation.
    pub administers: bool,
    /// The programs that they coordinate, by name; closed ones last.
    pub coordinates: Vec<Coordinated>,
}

impl Actor {
    /// The program with this id, if they coordinate it.
    pub fn coordinated(&self, program: ProgramId) -> Option<&Coordinated> {
        self.coordinates.iter().find(|c| c.program == program)
    }
}
