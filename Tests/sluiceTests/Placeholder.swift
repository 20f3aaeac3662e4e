// The tests of the command line come with its helper's next commit.
