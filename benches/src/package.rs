//! A generated package, for measurements of the processor time that cargo needs to compile a program.

use std::{
    env,
    error::Error,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::measured::processor_time;

/// A package with one program. The package depends on actix-web and on `cors-runtime`.
pub struct Package {
    name: String,
    path: PathBuf,
}

impl Package {
    /// Writes the manifest and the lock file. Packages share a target folder, so that dependencies are built once.
    /// Cargo compiles the dependencies like crates of a registry, without incremental compilation.
    ///
    /// # Errors
    /// If the package cannot be written.
    pub fn generate(name: &str) -> Result<Self, Box<dyn Error>> {
        let benches = Path::new(env!("CARGO_MANIFEST_DIR"));
        let path = folder().join(name);
        fs::create_dir_all(path.join("src"))?;
        let runtime = benches.join("../cors-runtime");
        fs::write(
            path.join("Cargo.toml"),
            format!(
                "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
                 [dependencies]\n\
                 actix-web = {{ version = \"4.18\", default-features = false, features = [\"macros\"] }}\n\
                 cors-runtime = {{ path = {runtime:?} }}\n\n[workspace]\n\n\
                 [profile.dev.package.\"*\"]\nincremental = false\n"
            ),
        )?;
        fs::copy(benches.join("../Cargo.lock"), path.join("Cargo.lock"))?;
        Ok(Self { name: name.to_owned(), path })
    }

    /// Compiles a program, and returns the seconds of processor time that cargo and the compiler took.
    ///
    /// # Errors
    /// If the program cannot be written, or does not compile.
    pub fn compile(&self, command: &[&str], program: &str) -> Result<f64, Box<dyn Error>> {
        fs::write(self.path.join("src/main.rs"), program)?;
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let before = processor_time()?;
        let status = Command::new(cargo)
            .args(command)
            .args(["--quiet", "--target-dir"])
            .arg(target())
            .current_dir(&self.path)
            .status()?;
        if !status.success() {
            return Err(format!("the package `{}` does not compile", self.name).into());
        }
        Ok(processor_time()? - before)
    }

    /// Returns the size of the release binary, in bytes.
    ///
    /// # Errors
    /// If there is no release binary.
    pub fn size(&self) -> Result<f64, Box<dyn Error>> {
        Ok(fs::metadata(target().join("release").join(&self.name))?.len() as f64)
    }
}

fn folder() -> PathBuf {
    env::temp_dir().join("cors-benches")
}

fn target() -> PathBuf {
    folder().join("target")
}
