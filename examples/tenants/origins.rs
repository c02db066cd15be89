//! Whose pages may call: our back office's, from the environment, and the tenants', from a file
//! that is read again whenever it changes.

use std::{
    collections::BTreeMap,
    fmt, fs,
    path::{Path, PathBuf},
    sync::OnceLock,
    thread,
    time::Duration,
};

use cors_runtime::{LiveOrigins, Origins};

pub const VARIABLE: &str = "BACK_OFFICE_ORIGINS";

static BACK_OFFICE: OnceLock<Origins> = OnceLock::new();
static TENANTS: OnceLock<LiveOrigins> = OnceLock::new();

/// The pages of our back office.
///
/// # Panics
/// Before [`read`].
pub fn back_office() -> &'static Origins {
    BACK_OFFICE.get().expect("`main` reads the origins before it serves")
}

/// The pages of whoever is a tenant now.
///
/// # Panics
/// Before [`read`].
pub fn tenants() -> &'static LiveOrigins {
    TENANTS.get().expect("`main` reads the origins before it serves")
}

/// The file as it was read last: the origins of each tenant's pages under its name.
pub struct TenantsFile {
    path: PathBuf,
    text: Result<String, String>,
    tenants: BTreeMap<String, Vec<String>>,
}

/// Reads the variable and the file, and tells the mistakes of both at once.
pub fn read(file: PathBuf) -> Result<TenantsFile, String> {
    let mut file = TenantsFile { text: text(&file), path: file, tenants: BTreeMap::new() };
    let back_office =
        Origins::from_env(VARIABLE).map_err(|errors| format!("in {VARIABLE}:\n{errors}"));
    match (back_office, file.parse()) {
        (Ok(back_office), Ok(tenants)) => {
            BACK_OFFICE.get_or_init(|| back_office);
            TENANTS.get_or_init(|| LiveOrigins::new(tenants));
            Ok(file)
        }
        (back_office, tenants) => {
            let mistakes = [back_office.err(), tenants.err()];
            Err(mistakes.into_iter().flatten().collect::<Vec<_>>().join("\n\n"))
        }
    }
}

impl TenantsFile {
    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn tenants(&self) -> impl Iterator<Item = (&str, &[String])> {
        self.tenants.iter().map(|(name, origins)| (name.as_str(), origins.as_slice()))
    }

    /// Takes over what changes in the file; with a mistake in it, it changes nothing.
    pub fn watch(mut self) {
        thread::spawn(move || {
            loop {
                thread::sleep(Duration::from_millis(500));
                // Not its time of modification: some file systems count whole seconds.
                let text = text(&self.path);
                if text == self.text {
                    continue;
                }
                self.text = text;
                match self.parse() {
                    Ok(origins) => {
                        tenants().store(origins).expect("parsed under the same rules");
                        println!("tenants: {} was read again", self.path.display());
                    }
                    Err(mistakes) => eprintln!("tenants: nothing changes\n\n{mistakes}\n"),
                }
            }
        });
    }

    fn parse(&mut self) -> Result<Origins, String> {
        let told = |mistakes: &dyn fmt::Display| format!("in {}:\n{mistakes}", self.path.display());
        let text = self.text.as_ref().map_err(|error| told(error))?;
        let tenants: BTreeMap<_, Vec<_>> =
            serde_json::from_str(text).map_err(|error| told(&error))?;
        let origins = Origins::parse(tenants.values().flatten()).map_err(|errors| told(&errors))?;
        self.tenants = tenants;
        Ok(origins)
    }
}

/// What the file holds, or why it cannot be read.
fn text(file: &Path) -> Result<String, String> {
    fs::read_to_string(file).map_err(|error| error.to_string())
}
