//! The folder of an instance, on disk.

use crate::said::Said;
use bellwether_matching::folder::Files;
use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

pub struct Disk<'a>(&'a Path);

impl<'a> Disk<'a> {
    pub fn at(folder: &'a Path) -> Result<Self, Said> {
        if folder.is_dir() {
            return Ok(Self(folder));
        }
        Err(Said::unreadable(format!(
            "“{}” is no folder. Nothing was matched. Give the folder that has mentees.csv, mentors.csv and edges.csv",
            folder.display()
        )))
    }
}

impl Files for Disk<'_> {
    fn open(&self, name: &str) -> io::Result<Option<Box<dyn Read + '_>>> {
        match File::open(self.0.join(name)) {
            Ok(file) => Ok(Some(Box::new(file))),
            Err(why) if why.kind() == ErrorKind::NotFound => Ok(None),
            Err(why) => Err(why),
        }
    }
}
